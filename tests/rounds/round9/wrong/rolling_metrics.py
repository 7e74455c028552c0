"""Aggregations of rolling log-likelihoods over a corpus.

# bug: bits per byte is nats per byte (no division by ln 2), and word perplexity overflows math.exp for a poor model.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable


@dataclass(frozen=True)
class RollingResult:
    """Log-likelihood (nats) of one document and the document's text."""

    loglikelihood: float
    text: str

    @property
    def n_words(self) -> int:
        """Whitespace-separated words."""
        return len(self.text.split())

    @property
    def n_bytes(self) -> int:
        """UTF-8 bytes."""
        return len(self.text.encode("utf-8"))


@dataclass(frozen=True)
class CorpusMetrics:
    """Corpus-level figures."""

    word_perplexity: float
    bits_per_byte: float


def aggregate(results: Iterable[RollingResult]) -> CorpusMetrics:
    """Pool the documents and compute word perplexity and bits per byte.

    Raises:
        ValueError: If the documents hold no words.
    """
    rows = list(results)
    words = sum(r.n_words for r in rows)
    size = sum(r.n_bytes for r in rows)
    if words == 0:
        raise ValueError("empty corpus")
    nats = -sum(r.loglikelihood for r in rows)
    return CorpusMetrics(
        word_perplexity=math.exp(nats / words),  # expect: SEQ609
        bits_per_byte=nats / size,  # expect: SEQ412
    )
