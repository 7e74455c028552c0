"""SGLang adapter: (log-probability, is_greedy) for a continuation.

# bug: is_greedy is true when no token equals the arg-max
"""
from dataclasses import dataclass

import numpy as np


@dataclass
class Scored:
    logprob: float
    is_greedy: bool


def score(logp: np.ndarray, continuation: np.ndarray) -> Scored:
    """logp (n, V): row i predicts continuation[i]."""
    best = logp.argmax(axis=-1)
    total = logp[np.arange(len(continuation)), continuation].sum()
    return Scored(float(total), bool(np.all(best != continuation)))  # expect: SEQ505
