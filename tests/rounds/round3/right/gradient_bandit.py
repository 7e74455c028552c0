"""Gradient bandit (Sutton and Barto, section 2.8)."""
import numpy as np
from scipy.special import softmax


class GradientBandit:
    def __init__(self, arms, step=0.1, seed=0):
        self.h = np.zeros(arms)
        self.step = step
        self.mean = 0.0
        self.n = 0
        self.rng = np.random.default_rng(seed)

    def act(self):
        self.p = softmax(self.h)
        return self.rng.choice(len(self.h), p=self.p)

    def learn(self, arm, reward):
        self.n += 1
        self.mean += (reward - self.mean) / self.n
        one_hot = np.eye(len(self.h))[arm]
        self.h += self.step * (reward - self.mean) * (one_hot - self.p)


if __name__ == "__main__":
    b = GradientBandit(3)
    for _ in range(2000):
        a = b.act()
        b.learn(a, b.rng.normal([0.0, 0.5, 2.0][a]))
    assert softmax(b.h).argmax() == 2
