"""Mean sentence log-probability over a test set.

# bug: the running total is divided anew on each iteration
"""
import torch


def mean_logprob(model, sentences):
    """sentences: list of (T,) id tensors."""
    total = 0.0
    for ids in sentences:
        with torch.no_grad():
            lp = model(ids[None]).logits[0, :-1].log_softmax(-1)
        total += lp.gather(1, ids[1:, None]).sum().item()
        total /= len(sentences)  # expect: SEQ417
    return total
