"""Exponential-weights bandit."""
import numpy as np


class Exp3:
    def __init__(self, arms, gamma=0.1, seed=0):
        self.log_w = np.zeros(arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    def probs(self):
        w = np.exp(self.log_w - self.log_w.max())
        return (1 - self.gamma) * w / w.sum() + self.gamma / len(w)

    def pull(self, reward_of):
        p = self.probs()
        arm = int(self.rng.choice(len(p), p=p))
        self.log_w[arm] += self.gamma * reward_of(arm) / p[arm] / len(p)
        return arm
