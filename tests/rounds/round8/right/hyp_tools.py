"""Scores for hypotheses from their token log-probs, plus word confidences for the editor."""
import math
from statistics import fmean, geometric_mean


def _nonempty(v):
    if not v:
        raise ValueError("no tokens")
    return v


def sentence_logprob(v):
    return math.fsum(_nonempty(v))


def per_token_likelihood(v):
    """Geometric mean of the token probabilities."""
    return geometric_mean([math.exp(x) for x in _nonempty(v)])


def word_confidence(pieces):
    """Documented heuristic of the editor: the average probability of a word's pieces (display only)."""
    return fmean(math.exp(x) for x in _nonempty(pieces))


def best(hyps):
    return max(hyps, key=lambda h: sentence_logprob(hyps[h]))
