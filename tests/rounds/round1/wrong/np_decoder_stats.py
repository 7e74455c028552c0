"""Numpy helpers for dumped decoder states.

# bug: the normaliser exponentiates raw scores without subtracting their maximum; np.prod of the token probabilities, the log is taken afterwards.
"""
import numpy as np
from scipy.special import softmax


def normalise_rows(scores):
    """(T, V) decoder scores -> (T, V) probabilities."""
    e = np.exp(scores)  # expect-near: SEQ601
    return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601


def top_alternatives(scores, k=5):
    """The k most probable ids of every step and their probabilities."""
    p = normalise_rows(np.asarray(scores, dtype=np.float64))
    ids = np.argsort(-p, axis=-1)[:, :k]
    return ids, np.take_along_axis(p, ids, axis=-1)


def to_rows(ids, p):
    return [
        {"step": t, "candidates": [(int(i), float(v)) for i, v in zip(r, q)]}
        for t, (r, q) in enumerate(zip(ids, p))
    ]


def caption_loglik(logits, ids):
    """logits (T, V) predict ids (T,)."""
    p = softmax(np.asarray(logits, np.float64), axis=1)
    tok_p = p[np.arange(len(ids)), ids]
    return np.log(np.prod(tok_p))  # expect: SEQ603  # expect-near: SEQ602


def rank(captions, logits):
    ll = [caption_loglik(z, c) for z, c in zip(logits, captions)]
    return np.argsort(ll)[::-1]
