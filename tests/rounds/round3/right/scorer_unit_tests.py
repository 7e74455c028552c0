"""Tests of a sequence scorer against slow definitions."""
import math
from types import SimpleNamespace

import numpy as np
import torch


def sequence_logprob(model, ids):
    z = model(ids[None]).logits[0, :-1]
    return z.log_softmax(-1).gather(1, ids[1:, None]).sum()


def toy(seed=0, vocab=6):
    g = torch.Generator().manual_seed(seed)
    w = torch.randn(vocab, vocab, generator=g)
    return lambda ids: SimpleNamespace(logits=w[ids])


def test_equals_product_of_probabilities():
    ids = torch.tensor([1, 3, 2])
    probs = toy()(ids[None]).logits[0].softmax(-1)
    product = probs[0, 3] * probs[1, 2]
    assert math.isclose(sequence_logprob(toy(), ids).exp().item(), product.item(), rel_tol=1e-5)


def test_probabilities_of_all_continuations_sum_to_one():
    p = [sequence_logprob(toy(), torch.tensor([0, a, b])).exp() for a in range(6) for b in range(6)]
    assert np.isclose(sum(p).item(), 1.0, atol=1e-5)


if __name__ == "__main__":
    for name, fn in list(globals().items()):
        if name.startswith("test_"):
            fn()
