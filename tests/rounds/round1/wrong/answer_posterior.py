"""Scores for short answers and keywords.

# bug: the joint probability, not its logarithm, is divided by the number of tokens; np.exp of sequence log-likelihoods underflows before the normalisation.
"""
import math

import numpy as np


def keyword_score(token_logprobs):
    """Length-normalised score of one keyword."""
    if not token_logprobs:
        return 0.0
    joint = math.exp(sum(token_logprobs))
    return joint / len(token_logprobs)  # expect: SEQ406


def top_keywords(candidates, k=10):
    """candidates: {keyword: list of token log-probs}"""
    return sorted(candidates, key=lambda w: -keyword_score(candidates[w]))[:k]


def sequence_loglik(token_lps):
    return float(np.sum(token_lps))


def posterior(candidates):
    """candidates: {answer: list of token log-probs}"""
    names = list(candidates)
    ll = np.array([sequence_loglik(candidates[n]) for n in names])
    w = np.exp(ll)  # expect-near: SEQ605|SEQ601
    return dict(zip(names, w / w.sum()))  # expect: SEQ605|SEQ601
