"""Caption hypotheses: log-likelihood, length-normalised log-likelihood, word confidence."""
from __future__ import annotations

import numpy as np


class Caption:
    def __init__(self, words: list[str], logps: list[float]):
        self.words = words
        self.logps = np.asarray(logps, dtype=np.float64)

    def loglik(self) -> float:
        return float(self.logps.sum())

    def normalised(self) -> float:
        return self.loglik() / max(len(self.logps), 1)

    def geo(self) -> float:
        """Geometric mean of the token probabilities."""
        return float(np.exp(self.normalised()))

    def expected_correct(self) -> float:
        """Expected number of right tokens if the decoder is calibrated (shown in the UI, never ranked)."""
        return float(np.exp(self.logps).sum())


def rerank(hyps: list[Caption]) -> list[Caption]:
    return sorted(hyps, key=Caption.normalised, reverse=True)
