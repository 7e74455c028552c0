"""Length-normalised log-probability of sampled tokens; mean by definition, tokens never empty."""
import numpy as np
from scipy.special import log_softmax


def confidence(step_logits, sampled):
    if len(sampled) == 0:
        return float("nan")
    lp = log_softmax(np.asarray(step_logits, dtype=np.float64), axis=-1)
    chosen = lp[np.arange(len(sampled)), sampled]
    return float(chosen.mean())


def margins(step_logits):
    """Gap between the two largest log-probs at each step."""
    lp = np.sort(log_softmax(step_logits, axis=-1), axis=-1)
    return lp[:, -1] - lp[:, -2]
