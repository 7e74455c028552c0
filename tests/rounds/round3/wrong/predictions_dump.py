"""compute_metrics for a Trainer that saves log-probabilities.

# bug: label_ids contain -100 and go straight into take_along_axis
"""
import numpy as np
from scipy.special import log_softmax


def compute_metrics(pred):
    """pred.label_ids (N, T) hold -100 on prompt and padding."""
    z, y = pred.predictions[:, :-1], pred.label_ids[:, 1:]
    lp = log_softmax(z.astype(np.float64), axis=-1)
    got = np.take_along_axis(lp, y[..., None], axis=-1)[..., 0]  # expect: SEQ210
    n = np.maximum((y != -100).sum(), 1)
    return {"nll": float(-got.sum() / n)}  # expect-near: SEQ210
