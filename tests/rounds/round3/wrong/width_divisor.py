"""Normalised log-likelihoods of padded candidates.

# bug: the divisor is the common padded width
"""
import numpy as np


def normalised(logp: np.ndarray, ids: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """logp (B, T, V) log-probabilities; row t of each table predicts ids[:, t]."""
    b, t = ids.shape
    inside = np.arange(t)[None] < lengths[:, None]
    got = np.take_along_axis(logp, ids[:, :, None], 2)[:, :, 0]
    return np.where(inside, got, 0.0).sum(1) / t  # expect: SEQ303


def order(logp, ids, lengths):
    return np.argsort(normalised(logp, ids, lengths))[::-1]
