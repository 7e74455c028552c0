"""Perplexity of completions from API log-probabilities.

# bug: the sign is missing, the result is below 1
"""
from typing import Iterable, Optional

import numpy as np


def mean_logprob(token_logprobs: Iterable[Optional[float]]) -> float:
    xs = [x for x in token_logprobs if x is not None]
    return float(np.mean(xs)) if xs else float("nan")


def perplexity(choice) -> float:
    avg = mean_logprob(t.logprob for t in choice.logprobs.content)
    return float(np.exp(avg))  # expect: SEQ413


def report(responses):
    return {r.id: perplexity(r.choices[0]) for r in responses}
