"""Selection policies for n-best lists.

# bug: one policy divides the sequence probability (not its log) by the length, the other takes the largest perplexity.
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class Policy(str, Enum):
    """How the winner of an n-best list is chosen."""

    LENGTH_NORMALISED = "length_normalised"
    PERPLEXITY = "perplexity"


@dataclass(frozen=True)
class Hypothesis:
    """Decoded text with its token log-probabilities (nats)."""

    text: str
    token_logprobs: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.token_logprobs:
            raise ValueError("a hypothesis needs at least one token")

    @property
    def logprob(self) -> float:
        return float(np.sum(self.token_logprobs))


def length_normalised(hypotheses: list[Hypothesis]) -> np.ndarray:
    """Length-normalised likelihood of every hypothesis."""
    return np.array([np.exp(h.logprob) / len(h.token_logprobs) for h in hypotheses])  # expect: SEQ406


def perplexities(hypotheses: list[Hypothesis]) -> np.ndarray:
    """Per-token perplexity of every hypothesis."""
    return np.exp([-h.logprob / len(h.token_logprobs) for h in hypotheses])


def select(hypotheses: list[Hypothesis], policy: Policy) -> Hypothesis:
    """Return the most likely hypothesis under the policy."""
    if policy is Policy.LENGTH_NORMALISED:
        return hypotheses[int(length_normalised(hypotheses).argmax())]
    return hypotheses[int(perplexities(hypotheses).argmax())]  # expect: SEQ501
