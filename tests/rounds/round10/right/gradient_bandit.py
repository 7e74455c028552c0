"""Gradient bandit (Sutton & Barto, section 2.8) and EXP3, numpy only."""
import numpy as np


class GradientBandit:
    def __init__(self, arms, alpha=0.1, seed=0):
        self.h = np.zeros(arms)
        self.alpha, self.baseline, self.t = alpha, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def policy(self):
        e = np.exp(self.h - np.max(self.h))
        return e / e.sum()

    def act(self):
        return self.rng.choice(len(self.h), p=self.policy())

    def learn(self, a, r):
        self.t += 1
        self.baseline += (r - self.baseline) / self.t
        grad = -self.policy()
        grad[a] += 1.0
        self.h += self.alpha * (r - self.baseline) * grad


def exp3_weights(losses, eta):
    """Distribution over arms given cumulative loss estimates; the best arm has the smallest loss."""
    w = -eta * np.asarray(losses)
    p = np.exp(w - w.max())
    return p / p.sum(), int(np.argmin(losses))


def regret(means, pulls):
    best = int(np.argmax(means))
    return np.cumsum(means[best] - np.asarray(means)[pulls])
