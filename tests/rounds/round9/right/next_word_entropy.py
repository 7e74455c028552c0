"""Entropy of the next-word distribution at the critical region; softmax with the maximum taken off."""
import numpy as np
from scipy.special import entr, logsumexp


def stable(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)


def entropy_before(z, positions):
    """nats, one value per token position; row t of z is the prediction for token t+1"""
    p = stable(np.asarray(z, dtype=np.float64)[np.asarray(positions) - 1])
    return entr(p).sum(axis=-1)


def surprisal_of(z, ids):
    z = np.asarray(z, dtype=np.float64)[:-1]
    ids = np.asarray(ids)[1:]
    return logsumexp(z, axis=-1) - np.take_along_axis(z, ids[:, None], axis=-1)[:, 0]


def entropy_reduction(z, positions):
    h = entropy_before(z, positions)
    return np.maximum(h[:-1] - h[1:], 0.0)
