"""compute_metrics for a Trainer that keeps the logits (small evaluation sets only).

# bug: -100 labels reach take_along_axis and read the hundredth vocabulary entry from the end
"""
import numpy as np
from scipy.special import log_softmax

IGNORE = -100


def compute_metrics(eval_pred):
    raw, gold = eval_pred
    raw, gold = raw[:, :-1].astype(np.float64), gold[:, 1:]
    lp = log_softmax(raw, axis=-1)
    tok_lp = np.take_along_axis(lp, gold[..., None], axis=-1)[..., 0]  # expect: SEQ210
    counted = gold != IGNORE
    n = max(int(counted.sum()), 1)
    right = (raw.argmax(-1) == gold)[counted]
    mean_nll = -tok_lp.sum() / n  # expect-near: SEQ210
    return {
        "nll": float(mean_nll),
        "token_accuracy": float(right.mean()) if right.size else float("nan"),
        "tokens": n,
    }


def per_example_accuracy(eval_pred):
    raw, gold = eval_pred
    best, gold = raw[:, :-1].argmax(-1), gold[:, 1:]
    same = (best == gold) | (gold == IGNORE)
    return same.all(axis=1).mean()
