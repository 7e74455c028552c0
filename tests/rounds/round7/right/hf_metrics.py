"""Metrics for an encoder-decoder trainer (logits are aligned with the labels)."""
import numpy as np
import scipy.special as sp

IGNORE = -100


def gold_logprobs(scores, y):
    lp = sp.log_softmax(scores.astype(np.float64), axis=-1)
    idx = np.where(y == IGNORE, 0, y)
    tok = np.take_along_axis(lp, idx[:, :, None], axis=2)[:, :, 0]
    return np.where(y == IGNORE, 0.0, tok)


def compute_metrics(p):
    scores = p.predictions[0] if isinstance(p.predictions, tuple) else p.predictions
    y = p.label_ids
    per_row = gold_logprobs(scores, y).sum(axis=1)
    n = (y != IGNORE).sum()
    if n == 0:
        return {"target_logprob": 0.0, "n_targets": 0}
    return {
        "target_logprob": float(per_row.mean()),
        "perplexity": float(np.exp(-per_row.sum() / n)),
        "n_targets": int(n),
    }
