"""N-best selection."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Hypothesis:
    """Decoded text with its token log-probabilities (nats)."""

    text: str
    token_logprobs: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.token_logprobs:
            raise ValueError("a hypothesis needs at least one token")


def length_normalised(nbest: list[Hypothesis]) -> np.ndarray:
    """Geometric-mean token probability of every hypothesis."""
    return np.exp([sum(h.token_logprobs) / len(h.token_logprobs) for h in nbest])


def perplexities(nbest: list[Hypothesis]) -> np.ndarray:
    """Per-token perplexity of every hypothesis."""
    return np.exp([-np.mean(h.token_logprobs) for h in nbest])


def most_likely(nbest: list[Hypothesis]) -> Hypothesis:
    """Winner by per-token perplexity (equivalently by length-normalised likelihood)."""
    return nbest[int(np.argmin(perplexities(nbest)))]


def most_surprising(nbest: list[Hypothesis]) -> Hypothesis:
    """The hypothesis sent to human review first."""
    return nbest[int(np.argmax(perplexities(nbest)))]
