"""Exponential-weights bandit and a softmax policy; rewards lie in [0, 1]."""
import numpy as np


class Exp3:
    def __init__(self, arms, gamma=0.07, seed=0):
        self.w = np.zeros(arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    @property
    def probs(self):
        e = np.exp(self.w - self.w.max())
        return (1 - self.gamma) * e / e.sum() + self.gamma / len(e)

    def play(self, reward_fn):
        p = self.probs
        a = self.rng.choice(len(p), p=p)
        r = reward_fn(a)
        self.w[a] += self.gamma * r / (p[a] * len(p))
        return a, r


def reinforce(theta, episodes, lr=0.1):
    """theta: (states, actions). One trajectory per episode: list of (state, action), return."""
    for traj, ret in episodes:
        grad = np.zeros_like(theta)
        for s, a in traj:
            z = theta[s] - theta[s].max()
            pi = np.exp(z) / np.exp(z).sum()
            grad[s] -= pi
            grad[s, a] += 1.0
        theta += lr * ret * grad
    return theta


def mean_regret(bandit, means, n):
    best = max(means)
    rng = np.random.default_rng(1)
    return np.mean([best - means[bandit.play(lambda a: float(rng.random() < means[a]))[0]] for _ in range(n)])
