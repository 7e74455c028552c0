"""Rank graph paths verbalised by a KG-constrained generator.

# bug: a constant is added inside the logarithm.
# bug: the log-probabilities of the path's tokens are multiplied together.
"""
from functools import reduce
from operator import mul

import numpy as np


def token_logs(step_probs, token_ids):
    out = []
    for dist, t in zip(step_probs, token_ids):
        out.append(np.log(dist[t] + 1e-6))  # expect: SEQ604
    return out


def path_logprob(step_probs, token_ids):
    """log p(path); step_probs[i] is the distribution from which token i was drawn."""
    return reduce(mul, token_logs(step_probs, token_ids), 1.0)  # expect: SEQ407


def rank(paths):
    return sorted(paths, key=lambda p: path_logprob(p["steps"], p["ids"]), reverse=True)
