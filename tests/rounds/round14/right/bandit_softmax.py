"""Gradient bandit with a softmax policy and a Boltzmann explorer (Sutton & Barto, ch. 2)."""
import numpy as np


class GradientBandit:
    def __init__(self, k, alpha=0.1, tau=0.5, seed=0):
        self.h = np.zeros(k)
        self.q = np.zeros(k)
        self.n = np.zeros(k, dtype=int)
        self.alpha, self.tau = alpha, tau
        self.baseline, self.t = 0.0, 0
        self.rng = np.random.default_rng(seed)

    def policy(self):
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def boltzmann(self):
        s = self.q / self.tau
        w = np.exp(s - s.max())
        return w / w.sum()

    def act(self, greedy=False):
        if greedy:
            return int(self.q.argmax())
        return int(self.rng.choice(len(self.h), p=self.policy()))

    def update(self, a, r):
        self.t += 1
        self.baseline += (r - self.baseline) / self.t
        self.n[a] += 1
        self.q[a] += (r - self.q[a]) / self.n[a]
        p = self.policy()
        onehot = np.zeros_like(p)
        onehot[a] = 1
        self.h += self.alpha * (r - self.baseline) * (onehot - p)


def expected_reward(probs, means):
    return float((probs * means).sum())


def regret(chosen_means, best):
    losses = best - np.asarray(chosen_means)
    return losses.sum(), int(losses.argmax())
