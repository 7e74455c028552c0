"""Gradient bandit on ten arms, plain numpy."""
import numpy as np


class GradientBandit:
    def __init__(self, k=10, step=0.1, seed=0):
        self.pref = np.zeros(k)
        self.step = step
        self.baseline = 0.0
        self.t = 0
        self.rng = np.random.default_rng(seed)

    @property
    def probs(self):
        e = np.exp(self.pref - np.max(self.pref))
        return e / e.sum()

    def act(self):
        return int(self.rng.choice(len(self.pref), p=self.probs))

    def learn(self, arm, reward):
        self.t += 1
        self.baseline += (reward - self.baseline) / self.t
        onehot = np.eye(len(self.pref))[arm]
        self.pref += self.step * (reward - self.baseline) * (onehot - self.probs)


def run(means, steps=2000):
    agent, total = GradientBandit(len(means)), 0.0
    for _ in range(steps):
        a = agent.act()
        r = agent.rng.normal(means[a])
        agent.learn(a, r)
        total += r
    return total / steps
