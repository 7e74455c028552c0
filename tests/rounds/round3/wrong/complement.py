"""log p(not the answer) for a verifier.

# bug: the complement is formed by 1 - exp(lp) and then logged
"""
import numpy as np


def log_complement(lp: float) -> float:
    return np.log(1.0 - np.exp(lp))  # expect: SEQ608


def verifier_margin(token_logprobs) -> float:
    """log p(answer) - log p(any other answer)."""
    s = float(np.sum(token_logprobs))
    return s - log_complement(s)
