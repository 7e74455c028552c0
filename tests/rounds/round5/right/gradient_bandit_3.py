"""Gradient bandit with softmax preferences; the policy probability of each arm drives the update."""
import numpy as np


class GradientBandit:
    def __init__(self, arms, lr=0.1, seed=0):
        self.h = np.zeros(arms)
        self.rng = np.random.default_rng(seed)
        self.lr, self.base, self.t = lr, 0.0, 0

    @property
    def policy(self):
        z = np.exp(self.h - self.h.max())
        return z / z.sum()

    def play(self, pull):
        pi = self.policy
        a = self.rng.choice(len(pi), p=pi)
        r = pull(a)
        self.t += 1
        self.base += (r - self.base) / self.t
        grad = -pi
        grad[a] += 1.0
        self.h += self.lr * (r - self.base) * grad
        return a, r


def regret(bandit, means, steps):
    rng = np.random.default_rng(1)
    best = max(means)
    total = 0.0
    for _ in range(steps):
        a, _ = bandit.play(lambda k: rng.normal(means[k], 1.0))
        total += best - means[a]
    return total / steps
