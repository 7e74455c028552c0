"""Gradient bandit (Sutton and Barto): softmax over preferences with a reward baseline."""
import numpy as np


class GradientBandit:
    def __init__(self, arms, step=0.1, seed=0):
        self.h = np.zeros(arms)
        self.step, self.baseline, self.n = step, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def policy(self):
        w = np.exp(self.h - self.h.max())
        return w / w.sum()

    def act(self):
        return self.rng.choice(len(self.h), p=self.policy())

    def learn(self, arm, reward):
        self.n += 1
        self.baseline += (reward - self.baseline) / self.n
        grad = -self.policy()
        grad[arm] += 1.0
        self.h += self.step * (reward - self.baseline) * grad
