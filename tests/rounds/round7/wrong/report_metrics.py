"""Summary numbers of one scored text, written next to the generations.

`logprobs` are natural-log token log-probabilities from the server.
# bug: the perplexity is exp of the positive mean log-probability; the minus is missing.
# bug: ll_per_byte divides by the number of characters instead of UTF-8 bytes.
"""
import dataclasses as dc
from typing import Sequence

import numpy as np


@dc.dataclass(frozen=True)
class TextReport:
    loglik: float
    perplexity: float
    ll_per_byte: float
    n_tokens: int

    def as_row(self):
        return dc.asdict(self)


def summarise(text: str, logprobs: Sequence[float]) -> TextReport:
    """`ll_per_byte` is the log-likelihood per UTF-8 byte of `text`."""
    arr = np.asarray(logprobs, dtype=np.float64)
    if arr.size == 0 or not text:
        raise ValueError("nothing was scored")
    total = arr.sum()
    return TextReport(
        loglik=float(total),
        perplexity=float(np.exp(arr.mean())),  # expect: SEQ413
        ll_per_byte=float(total / len(text)),  # expect: SEQ422
        n_tokens=int(arr.size),
    )


def rows(items):
    return [summarise(t, lp).as_row() for t, lp in items]
