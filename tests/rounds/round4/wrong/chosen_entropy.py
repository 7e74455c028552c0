"""Predictive entropy of an answer.
# bug: -p log p is summed over the emitted tokens, not over the vocabulary.
"""
import numpy as np


def predictive_entropy(step_logprobs, emitted):
    """step_logprobs (T, V) are normalised; emitted (T,)."""
    lp = step_logprobs[np.arange(len(emitted)), emitted]
    p = np.exp(lp)
    return -(p * lp).sum()  # expect: SEQ416


def api_entropy(content):
    """Entropy of the answer from an OpenAI chat response's content list."""
    h = 0.0
    for item in content:
        h -= np.exp(item.logprob) * item.logprob  # expect: SEQ416
    return h  # expect-near: SEQ416
