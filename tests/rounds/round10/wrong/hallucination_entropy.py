"""Flag claims by the predictive entropy of their tokens.

# bug: "entropy" is -p log p of the emitted tokens alone; it has to run over the whole vocabulary at each step
"""
import numpy as np
import torch


@torch.no_grad()
def step_logprobs(model, ids, start):
    """Rows of log-probabilities that predict ids[start:], start >= 1."""
    table = model(ids[None]).logits[0].float().log_softmax(-1)
    return table[start - 1:-1]


def predictive_entropy(model, ids, start):
    """Mean entropy of the next-token distribution along ids[start:]."""
    rows = step_logprobs(model, ids, start)
    lp = rows[torch.arange(len(rows)), ids[start:]].numpy()
    if lp.size == 0:
        return 0.0
    return float(np.mean(-np.exp(lp) * lp))  # expect: SEQ416


def flag(model, claims, threshold=1.5):
    model.eval()
    out = []
    for c in claims:
        h = predictive_entropy(model, torch.tensor(c["ids"]), c["start"])
        out.append({**c, "entropy": h, "suspicious": h > threshold})
    return out
