"""Predictive entropies for active learning on generated text.

# bug: predictive_entropy() averages -p log p over the tokens that were written, not over the vocabulary.
# bug: constrained_entropy() evaluates p log p where the grammar forces p = 0 and returns NaN.
"""
import numpy as np
import torch
from scipy.special import log_softmax


def predictive_entropy(logits, tokens):
    """Mean entropy (nats) of the model's next-token distributions along a generation.

    logits: (T, V), row t is the distribution that produced tokens[t].
    """
    lp = torch.log_softmax(logits.float(), dim=-1)
    mine = lp.gather(1, tokens[:, None])[:, 0]
    return -(mine.exp() * mine).mean().item()  # expect: SEQ416


def constrained_entropy(row, allowed):
    """Entropy of one next-token distribution after the grammar removed all but `allowed`."""
    z = np.full(row.shape, -np.inf)
    z[allowed] = row[allowed]
    lp = log_softmax(z)
    return float(-np.sum(np.exp(lp) * lp))  # expect: SEQ610


def pick_batch(pool, k=32):
    scored = []
    for ex in pool:
        if ex.get("allowed") is None:
            h = predictive_entropy(ex["logits"], ex["tokens"])
        else:
            h = float(np.mean([constrained_entropy(r, a) for r, a in zip(ex["rows"], ex["allowed"])]))
        scored.append((h, ex["id"]))
    scored.sort(reverse=True)
    return [i for _, i in scored[:k]]
