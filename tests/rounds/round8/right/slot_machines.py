"""Gradient bandit of lesson 9: raw preferences, softmax choice, mean rewards."""
import numpy as np


class GradientBandit:
    def __init__(self, arms, step=0.1, seed=0):
        self.logits = np.zeros(arms)
        self.step = step
        self.rng = np.random.default_rng(seed)
        self.mean_reward = 0.0
        self.t = 0

    @property
    def probs(self):
        e = np.exp(self.logits - self.logits.max())
        return e / e.sum()

    def pull(self, machine):
        p = self.probs
        a = self.rng.choice(len(p), p=p)
        r = machine(a)
        self.t += 1
        self.mean_reward += (r - self.mean_reward) / self.t
        self.logits += self.step * (r - self.mean_reward) * (np.eye(len(p))[a] - p)
        return a, r


def regret(means, pulls):
    return means.max() * len(pulls) - means[pulls].sum()
