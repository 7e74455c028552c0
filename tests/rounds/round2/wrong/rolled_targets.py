"""BIG-bench style scorer for fixed-length documents.

# bug: roll puts the first token into the last target, and that position is counted
"""
import numpy as np


def log_softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def score_block(forward, block):
    """block: (B, T) ids, every row full. Returns (B,) log-likelihoods."""
    lp = log_softmax(np.asarray(forward(block), dtype=np.float64))
    tgt = np.roll(block, -1, axis=1)  # expect: SEQ206
    tok = np.take_along_axis(lp, tgt[:, :, None], axis=2)[:, :, 0]
    return tok.sum(axis=1)  # expect-near: SEQ206


def score_all(forward, ids, size=8):
    parts = [score_block(forward, ids[i:i + size]) for i in range(0, len(ids), size)]
    return np.concatenate(parts) if parts else np.empty(0)
