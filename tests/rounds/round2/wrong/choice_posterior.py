"""Posterior over answer options from their sequence log-likelihoods.

# bug: the log-likelihoods are exponentiated before the normalisation, all underflow for long options
"""
from typing import Sequence

import numpy as np


def option_loglik(scorer, question: str, options: Sequence[str]) -> np.ndarray:
    return np.array([sum(scorer.token_logprobs(question, o)) for o in options])


def posterior(scorer, question: str, options: Sequence[str]) -> np.ndarray:
    w = np.exp(option_loglik(scorer, question, options))  # expect-near: SEQ605|SEQ601
    return w / w.sum()  # expect: SEQ605|SEQ601


def brier(scorer, items) -> float:
    err = []
    for it in items:
        p = posterior(scorer, it["question"], it["options"])
        err.append(float(np.sum((p - np.eye(len(p))[it["gold"]]) ** 2)))
    return sum(err) / max(len(err), 1)
