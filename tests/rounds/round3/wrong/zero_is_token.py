"""Log-probability of GPT-2 sentences in padded rows.

# bug: id 0 is "!" in this vocabulary; comparing with 0 drops real exclamation marks
"""
import numpy as np
import torch


def score_rows(gpt2, rows):
    """rows: lists of GPT-2 ids of different length."""
    width = max(map(len, rows))
    x = torch.tensor([r + [0] * (width - len(r)) for r in rows])
    am = torch.tensor([[1] * len(r) + [0] * (width - len(r)) for r in rows])
    with torch.no_grad():
        lp = gpt2(x, attention_mask=am).logits[:, :-1].log_softmax(-1)
    gold = x[:, 1:]
    got = lp.gather(-1, gold[..., None])[..., 0]
    return np.array([g[t != 0].sum().item() for g, t in zip(got, gold)])  # expect: SEQ317
