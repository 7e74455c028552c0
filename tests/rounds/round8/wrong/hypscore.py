"""hypscore: tiny library of scores for ASR / MT hypotheses given their token log-probs.

# bug: sentence_likelihood is the arithmetic mean of the token probabilities
# bug: best_hypothesis ranks by the sum of token probabilities
"""
from typing import Mapping, Sequence

import numpy as np

__all__ = ["sentence_likelihood", "surprisal", "best_hypothesis"]


def _check(lps: Sequence[float]) -> np.ndarray:
    arr = np.asarray(lps, dtype=np.float64)
    if arr.ndim != 1 or arr.size == 0:
        raise ValueError("need a non-empty 1-D list of token log-probs")
    if (arr > 0).any():
        raise ValueError("log-probs must not be positive")
    return arr


def sentence_likelihood(lps: Sequence[float]) -> float:
    """Probability of the sentence, normalised to one token."""
    return float(np.exp(_check(lps)).mean())  # expect: SEQ405


def surprisal(lps: Sequence[float]) -> float:
    """Total surprisal in bits."""
    return float(-_check(lps).sum() / np.log(2.0))


def best_hypothesis(hyps: Mapping[str, Sequence[float]]) -> str:
    """The hypothesis to which the model gives the largest probability."""
    def worth(text):
        return np.sum(np.exp(_check(hyps[text])))  # expect: SEQ404

    return max(hyps, key=worth)
