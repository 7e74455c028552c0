"""Hypothesis scores for the caption re-ranker (values come from the decoder's token log-probs).

# bug: one ranking score adds token probabilities up, the other divides the sequence probability by its length
"""
from __future__ import annotations

import numpy as np


class Hypothesis:
    def __init__(self, words: list[str], logps: list[float]):
        self.words = words
        self.logps = np.asarray(logps, dtype=np.float64)

    @property
    def n(self) -> int:
        return max(len(self.logps), 1)

    def likelihood(self) -> float:
        """How likely the caption is under the decoder."""
        total = 0.0
        for lp in self.logps:
            total += np.exp(lp)  # expect: SEQ404
        return total  # expect-near: SEQ404

    def normalised(self) -> float:
        """Length-normalised sequence score."""
        return np.exp(self.logps.sum()) / self.n  # expect: SEQ406


def rerank(hyps: list[Hypothesis], by: str = "normalised") -> list[Hypothesis]:
    return sorted(hyps, key=lambda h: getattr(h, by)(), reverse=True)


def oracle_gap(hyps, metric):
    best = max(metric(h.words) for h in hyps)
    return best - metric(rerank(hyps)[0].words)
