"""Exp3 bandit."""
import numpy as np


class Exp3:
    def __init__(self, arms, gamma=0.1, seed=0):
        self.logw = np.zeros(arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    @property
    def probs(self):
        w = np.exp(self.logw - self.logw.max())
        return (1 - self.gamma) * w / w.sum() + self.gamma / len(w)

    def pull(self, env):
        p = self.probs
        arm = self.rng.choice(len(p), p=p)
        reward = env(arm)
        self.logw[arm] += self.gamma * reward / (p[arm] * len(p))
        return arm, reward


def mean_exploration(history):
    return float(np.mean([h.max() for h in history]))
