"""Gradient bandit and EXP3 on synthetic arms."""
import numpy as np


class GradientBandit:
    def __init__(self, n, lr=0.1, seed=0):
        self.h = np.zeros(n)
        self.lr, self.base, self.t = lr, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def probs(self):
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def step(self, pull):
        p = self.probs()
        a = self.rng.choice(len(p), p=p)
        r = pull(a)
        self.t += 1
        self.base += (r - self.base) / self.t
        self.h -= self.lr * (r - self.base) * p
        self.h[a] += self.lr * (r - self.base)
        return a, r


def worst_arm(losses):
    """Arm with the highest average loss, to be retired."""
    return int(np.argmax(losses.mean(axis=0)))


def regret(means, picks):
    return np.cumsum(means.max() - means[picks])
