"""Gradient bandit (Sutton and Barto, section 2.8)."""
import numpy as np


class GradientBandit:
    def __init__(self, k, alpha=0.1, seed=0):
        self.h = np.zeros(k)
        self.alpha = alpha
        self.rng = np.random.default_rng(seed)
        self.baseline, self.t = 0.0, 0

    def probs(self):
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def act(self):
        return int(self.rng.choice(len(self.h), p=self.probs()))

    def learn(self, a, r):
        self.t += 1
        self.baseline += (r - self.baseline) / self.t
        p = self.probs()
        self.h += self.alpha * (r - self.baseline) * (np.eye(len(p))[a] - p)

    def most_regretted(self, losses):
        return int(np.argmax(losses))
