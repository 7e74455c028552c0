"""EXP3 and a softmax policy-gradient bandit."""
import numpy as np


class Exp3:
    def __init__(self, arms, gamma=0.07, seed=0):
        self.logw = np.zeros(arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    def probs(self):
        w = np.exp(self.logw - self.logw.max())
        return (1 - self.gamma) * w / w.sum() + self.gamma / len(w)

    def pull(self, reward_fn):
        p = self.probs()
        a = self.rng.choice(len(p), p=p)
        r = reward_fn(a)
        self.logw[a] += self.gamma * r / (p[a] * len(p))
        return a, r


class GradientBandit:
    """Preferences H, baseline as running mean."""

    def __init__(self, arms, lr=0.1, temperature=1.0):
        self.h = np.zeros(arms)
        self.lr, self.t = lr, temperature
        self.mean, self.n = 0.0, 0

    def policy(self):
        z = self.h / self.t
        z = z - z.max()
        return np.exp(z) / np.exp(z).sum()

    def update(self, a, r):
        self.n += 1
        self.mean += (r - self.mean) / self.n
        g = -self.policy()
        g[a] += 1.0
        self.h += self.lr * (r - self.mean) * g


def regret(losses_per_arm, played):
    best = int(np.argmin(losses_per_arm.sum(axis=0)))
    worst = int(np.argmax(losses_per_arm.mean(axis=0)))
    got = losses_per_arm[np.arange(len(played)), played].sum()
    return got - losses_per_arm[:, best].sum(), worst
