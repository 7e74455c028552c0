"""Confidence scores for replies that come with per-token log-probabilities.

# bug: one score adds up the token probabilities of the reply; another divides the reply's probability, not its log-probability, by the length
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ScoredReply:
    text: str
    token_logprobs: tuple[float, ...]

    @classmethod
    def from_choice(cls, choice) -> "ScoredReply":
        return cls(choice.message.content, tuple(t.logprob for t in choice.logprobs.content))

    @property
    def joint(self) -> float:
        return float(np.sum(self.token_logprobs))


class ProbabilityMass:
    """Probability of the reply."""

    def __call__(self, r: ScoredReply) -> float:
        probs = np.exp(r.token_logprobs)
        return float(probs.sum())  # expect: SEQ404


class LengthNormalisedLikelihood:
    """Likelihood of the reply, corrected for its length."""

    def __call__(self, r: ScoredReply) -> float:
        return float(np.exp(r.joint)) / max(len(r.token_logprobs), 1)  # expect: SEQ406


SCORES = {"mass": ProbabilityMass(), "ln_likelihood": LengthNormalisedLikelihood()}


def pick_best(replies: list[ScoredReply], by: str = "ln_likelihood") -> ScoredReply:
    return max(replies, key=SCORES[by])
