"""Gradient bandit (Sutton & Barto 2.8): preferences, soft-max policy, average reward baseline."""
import numpy as np


class GradientBandit:
    def __init__(self, k, alpha=0.1, seed=0):
        self.h = np.zeros(k)
        self.alpha = alpha
        self.baseline = 0.0
        self.t = 0
        self.rng = np.random.default_rng(seed)

    def policy(self):
        e = np.exp(self.h - self.h.max())
        return e / e.sum()

    def act(self):
        return int(self.rng.choice(len(self.h), p=self.policy()))

    def update(self, a, r):
        self.t += 1
        self.baseline += (r - self.baseline) / self.t
        p = self.policy()
        grad = -p
        grad[a] += 1.0
        self.h += self.alpha * (r - self.baseline) * grad


def regret(means, steps=2000, runs=50):
    total = np.zeros(steps)
    for s in range(runs):
        agent = GradientBandit(len(means), seed=s)
        env = np.random.default_rng(1000 + s)
        for t in range(steps):
            a = agent.act()
            agent.update(a, env.normal(means[a]))
            total[t] += max(means) - means[a]
    return np.cumsum(total / runs)


if __name__ == "__main__":
    print(regret([0.1, 0.5, 0.9])[-1])
