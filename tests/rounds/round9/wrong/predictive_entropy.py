"""Entropy features for selective answering.

# bug: -p log p is summed over the chosen tokens instead of over the vocabulary at each step
"""
import numpy as np
import scipy.special as sp


def step_table(raw):
    """(steps, vocab) logits -> log-probabilities."""
    return sp.log_softmax(np.asarray(raw, dtype=np.float64), axis=1)


def predictive_entropy(raw, emitted):
    """Entropy of the model's next-token distribution, averaged over the steps of one answer."""
    lp = step_table(raw)
    at = lp[np.arange(len(emitted)), emitted]
    h = -(np.exp(at) * at)  # expect: SEQ416
    return float(h.sum() / max(len(emitted), 1))  # expect-near: SEQ416


def answer_logprob(raw, emitted):
    lp = step_table(raw)
    return float(lp[np.arange(len(emitted)), emitted].sum())


def risk_coverage(entropies, correct):
    order = np.argsort(entropies)
    hit = np.asarray(correct, dtype=float)[order]
    cover = np.arange(1, len(hit) + 1)
    return cover / len(hit), 1.0 - np.cumsum(hit) / cover
