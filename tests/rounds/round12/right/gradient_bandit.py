"""Gradient bandit and Boltzmann exploration on a k-armed testbed."""
import numpy as np


class Testbed:
    def __init__(self, k, seed=0):
        self.rng = np.random.default_rng(seed)
        self.mu = self.rng.normal(size=k)

    def pull(self, a):
        return self.rng.normal(self.mu[a])


class GradientBandit:
    def __init__(self, k, lr=0.1):
        self.h = np.zeros(k)
        self.baseline, self.n, self.lr = 0.0, 0, lr

    def policy(self):
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def update(self, a, reward):
        self.n += 1
        self.baseline += (reward - self.baseline) / self.n
        grad = -self.policy()
        grad[a] += 1.0
        self.h += self.lr * (reward - self.baseline) * grad


def boltzmann(q, tau):
    w = np.exp((q - np.max(q)) / tau)
    return w / w.sum()


def run(k=10, steps=2000):
    bed, agent = Testbed(k), GradientBandit(k)
    got = []
    for _ in range(steps):
        a = bed.rng.choice(k, p=agent.policy())
        r = bed.pull(a)
        agent.update(a, r)
        got.append(r)
    return np.mean(got[-200:]), bed.mu.max()


if __name__ == "__main__":
    print(run(), boltzmann(np.array([1.0, 2.0, 3.0]), 0.5))
