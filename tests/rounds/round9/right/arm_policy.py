"""Gradient bandit for the quest-giver: which of K quests to offer next."""
import numpy as np


class GradientBandit:
    def __init__(self, k, lr=0.1, seed=0):
        self.pref = np.zeros(k)
        self.lr, self.baseline, self.t = lr, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def probs(self, tau=1.0):
        w = np.exp((self.pref - self.pref.max()) / tau)
        return w / w.sum()

    def pull(self, reward_of):
        p = self.probs()
        a = self.rng.choice(len(p), p=p)
        r = reward_of(a)
        self.t += 1
        self.baseline += (r - self.baseline) / self.t
        self.pref -= self.lr * (r - self.baseline) * p
        self.pref[a] += self.lr * (r - self.baseline)
        return a, r

    def worst(self):
        return int(np.argmin(self.probs()))


def regret(bandit, means, steps):
    best, lost = max(means), 0.0
    for _ in range(steps):
        a, _ = bandit.pull(lambda i: bandit.rng.normal(means[i]))
        lost += best - means[a]
    return lost / steps
