"""Corpus aggregation of rolling log-likelihoods."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence


@dataclass(frozen=True)
class Document:
    """Text with its total log-likelihood in nats."""

    text: str
    loglikelihood: float


def safe_exp(x: float) -> float:
    """``math.exp`` that saturates to infinity."""
    return math.exp(x) if x < 700.0 else math.inf


def aggregate(documents: Sequence[Document]) -> dict[str, float]:
    """Word perplexity, byte perplexity and bits per byte, pooled over the corpus.

    Raises:
        ValueError: If the corpus holds no words.
    """
    words = sum(len(d.text.split()) for d in documents)
    size = sum(len(d.text.encode("utf-8")) for d in documents)
    if words == 0:
        raise ValueError("empty corpus")
    nats = -math.fsum(d.loglikelihood for d in documents)
    return {
        "word_perplexity": safe_exp(nats / words),
        "byte_perplexity": safe_exp(nats / size),
        "bits_per_byte": nats / size / math.log(2),
    }
