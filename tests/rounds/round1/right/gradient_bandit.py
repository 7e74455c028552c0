"""Gradient bandit with a softmax over action preferences."""
import numpy as np


class GradientBandit:
    def __init__(self, arms, lr=0.1, seed=0):
        self.logits = np.zeros(arms)
        self.lr = lr
        self.baseline = 0.0
        self.t = 0
        self.rng = np.random.default_rng(seed)

    def probs(self):
        e = np.exp(self.logits - self.logits.max())
        return e / e.sum()

    def act(self):
        return int(self.rng.choice(len(self.logits), p=self.probs()))

    def learn(self, arm, reward):
        self.t += 1
        self.baseline += (reward - self.baseline) / self.t
        grad = -self.probs()
        grad[arm] += 1.0
        self.logits += self.lr * (reward - self.baseline) * grad

    def regret(self, means):
        return float(np.max(means) - self.probs() @ means)


if __name__ == "__main__":
    means = np.array([0.1, 0.5, 0.9])
    b = GradientBandit(3)
    for _ in range(4000):
        a = b.act()
        b.learn(a, b.rng.normal(means[a], 0.3))
    assert b.logits.argmax() == 2
    print(b.probs().round(3), b.regret(means))
