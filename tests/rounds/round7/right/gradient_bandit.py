"""Gradient bandit and EXP3 on a Bernoulli testbed."""
import numpy as np


class GradientBandit:
    def __init__(self, k, lr=0.1, seed=0):
        self.pref = np.zeros(k)
        self.lr, self.base, self.t = lr, 0.0, 0
        self.rng = np.random.default_rng(seed)

    def policy(self):
        e = np.exp(self.pref - self.pref.max())
        return e / e.sum()

    def act(self):
        return self.rng.choice(len(self.pref), p=self.policy())

    def update(self, a, r):
        self.t += 1
        self.base += (r - self.base) / self.t
        grad = -self.policy()
        grad[a] += 1.0
        self.pref += self.lr * (r - self.base) * grad


def play(arms, steps=2000):
    b = GradientBandit(len(arms))
    wins = 0
    for _ in range(steps):
        a = b.act()
        r = float(b.rng.random() < arms[a])
        b.update(a, r)
        wins += r
    return wins / steps


if __name__ == "__main__":
    print(play([0.1, 0.5, 0.8]))
