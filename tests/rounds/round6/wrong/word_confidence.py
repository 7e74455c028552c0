"""Word and utterance confidences from token probabilities.

# bug: the utterance score is a product of probabilities (underflows); and word_logp adds a constant inside the log.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Iterator

import numpy as np


@dataclass(frozen=True)
class Piece:
    text: str
    prob: float


@dataclass(frozen=True)
class Word:
    text: str
    logp: float


def words(pieces: Iterable[Piece]) -> Iterator[Word]:
    buf, lp = "", 0.0
    for p in pieces:
        if p.text.startswith("\u2581") and buf:
            yield Word(buf, lp)
            buf, lp = "", 0.0
        buf += p.text.lstrip("\u2581")
        lp += math.log(p.prob + 1e-4)  # expect: SEQ604
    if buf:
        yield Word(buf, lp)


def utterance_probability(pieces: list[Piece]) -> float:
    return float(np.prod([p.prob for p in pieces]))  # expect: SEQ603


def report(name: str, pieces: list[Piece]) -> str:
    weakest = min(words(pieces), key=lambda w: w.logp)
    return f"{name}\t{utterance_probability(pieces):.3g}\t{weakest.text}\t{weakest.logp:.2f}"
