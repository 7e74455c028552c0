"""Probability of a gene sequence under a nucleotide LM.
# bug: log-probabilities are multiplied together.
"""
from functools import reduce
from operator import mul

import numpy as np
from scipy.special import log_softmax


def sequence_logprob(logits: np.ndarray, seq: np.ndarray) -> float:
    """Row i of logits predicts seq[i]."""
    lp = log_softmax(logits, axis=1)
    chosen = lp[np.arange(len(seq)), seq]
    return float(np.prod(chosen))  # expect: SEQ407


def stepwise(step_rows, seq):
    """The same for a list of per-step logit rows."""
    parts = [log_softmax(r)[s] for r, s in zip(step_rows, seq)]
    return reduce(mul, parts, 1.0)  # expect: SEQ407
