"""Adversarial bandit (EXP3) that routes traffic between model deployments."""
import numpy as np


class Exp3:
    def __init__(self, arms, gamma=0.07, seed=None):
        self.arms = list(arms)
        self.gamma = gamma
        self.logits = np.zeros(len(self.arms))
        self.rng = np.random.default_rng(seed)

    def probs(self):
        w = np.exp(self.logits - self.logits.max())
        k = len(self.arms)
        return (1 - self.gamma) * w / w.sum() + self.gamma / k

    def choose(self):
        p = self.probs()
        i = self.rng.choice(len(p), p=p)
        return i, p[i]

    def update(self, i, prob, reward):
        self.logits[i] += self.gamma * (reward / prob) / len(self.arms)

    def log_regret(self, history):
        best = max(sum(r for j, r in history if j == i) for i in range(len(self.arms)))
        return best - sum(r for _, r in history)


if __name__ == "__main__":
    b = Exp3(["v1", "v2", "canary"], seed=4)
    truth = [0.2, 0.5, 0.35]
    for _ in range(2000):
        i, p = b.choose()
        b.update(i, p, float(b.rng.random() < truth[i]))
    print(dict(zip(b.arms, b.probs().round(3))))
