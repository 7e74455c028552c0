"""Uncertainty features of an answer for the hallucination detector.

Answers were sampled at temperature 1; `steps` is the (T, V) matrix of raw logits at the
answer's positions, `ids` the (T,) emitted tokens.

# bug: the predictive entropy is summed over emitted tokens only, and the answer's probability uses the most likely tokens.
"""
import numpy as np
from scipy.special import logsumexp

NAMES = ("ent", "logp", "len")


def normalise(z):
    return z - logsumexp(z, axis=-1, keepdims=True)


def predictive_entropy(steps, ids):
    """Shannon entropy of the next-token distribution, averaged over positions."""
    lp = normalise(steps)[np.arange(len(ids)), ids]
    return float(-(np.exp(lp) * lp).mean())  # expect: SEQ416


def answer_logprob(steps, ids):
    """log p(answer | question)."""
    lp = normalise(steps)
    best = lp.max(axis=-1)  # expect: SEQ204
    return float(best.sum())  # expect-near: SEQ204


def featurise(records):
    rows = []
    for rec in records:
        z = np.asarray(rec["steps"], dtype=np.float64)
        y = np.asarray(rec["ids"])
        if len(y) == 0:
            rows.append([np.nan] * len(NAMES))
            continue
        rows.append([predictive_entropy(z, y), answer_logprob(z, y), float(len(y))])
    return np.array(rows)
