"""compute_metrics for the HF Trainer: summed log-likelihood of the targets.

# bug: labels of -100 are used as column numbers and read a real vocabulary entry, and the sum keeps them.
"""
import numpy as np
from scipy.special import log_softmax


def preprocess_logits(logits, labels):
    return logits[0] if isinstance(logits, tuple) else logits


def compute_metrics(pred):
    z, y = pred.predictions, pred.label_ids
    lp = log_softmax(z[:, :-1].astype(np.float64), axis=-1)
    y = y[:, 1:]
    n_rows, n_pos = y.shape
    chosen = lp[np.arange(n_rows)[:, None], np.arange(n_pos)[None, :], y]  # expect: SEQ210
    seq = chosen.sum(axis=1)  # expect-near: SEQ210
    greedy = (z[:, :-1].argmax(-1) == y) | (y == -100)
    return {"loglik": float(np.mean(seq)), "exact": float(greedy.all(axis=1).mean())}
