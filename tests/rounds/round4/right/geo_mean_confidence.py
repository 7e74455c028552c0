"""exp of the mean log-prob: the geometric mean of token probabilities, as confidence in [0, 1]."""
import numpy as np


def confidence(token_logprobs):
    """Geometric mean of the token probabilities."""
    a = np.asarray(token_logprobs, dtype=float)
    return float(np.exp(a.mean())) if a.size else 0.0


def flag_uncertain(choices, cut=0.6):
    for c in choices:
        lps = [t.logprob for t in c.logprobs.content]
        if confidence(lps) < cut:
            yield c.message.content
