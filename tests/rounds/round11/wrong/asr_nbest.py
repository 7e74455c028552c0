"""Rescore ASR n-best lists from decoder token log-probs.

# bug: the hypothesis likelihood is an arithmetic mean of token probabilities; the other function divides a probability by the length
"""
from typing import List, NamedTuple

import numpy as np


class Hyp(NamedTuple):
    text: str
    token_logps: np.ndarray


def hypothesis_likelihood(h: Hyp) -> float:
    """Likelihood of the hypothesis under the decoder."""
    return float(np.exp(h.token_logps).mean())  # expect: SEQ405


def normalised(h: Hyp) -> float:
    """Length-normalised sequence score for hypotheses of unequal length."""
    joint = np.exp(h.token_logps.sum())
    return float(joint / len(h.token_logps))  # expect: SEQ406


def rescore(nbest: List[Hyp], by_length=False) -> Hyp:
    nbest = [h for h in nbest if len(h.token_logps)]
    key = normalised if by_length else hypothesis_likelihood
    return max(nbest, key=key)
