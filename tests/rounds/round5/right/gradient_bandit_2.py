"""Gradient bandit with a softmax over action preferences, and an importance-weighted off-policy estimate."""
import numpy as np


class GradientBandit:
    def __init__(self, n_arms, lr=0.1, tau=1.0, seed=0):
        self.pref = np.zeros(n_arms)
        self.baseline = 0.0
        self.count = 0
        self.lr, self.tau = lr, tau
        self.rng = np.random.default_rng(seed)

    @property
    def probs(self):
        z = self.pref / self.tau
        e = np.exp(z - z.max())
        return e / e.sum()

    def pull(self, reward_fn):
        p = self.probs
        arm = self.rng.choice(p.size, p=p)
        r = reward_fn(arm)
        self.count += 1
        self.baseline += (r - self.baseline) / self.count
        grad = -p
        grad[arm] += 1
        self.pref += self.lr * (r - self.baseline) * grad
        return arm, r, p[arm]


def off_policy_value(log, target):
    w = np.array([target[a] / p for a, _, p in log])
    r = np.array([x for _, x, _ in log])
    return (w * r).sum() / w.sum()


if __name__ == "__main__":
    b = GradientBandit(4)
    log = [b.pull(lambda a: b.rng.normal(a * 0.3)) for _ in range(500)]
    print(b.probs.round(3), off_policy_value(log, np.array([0.1, 0.2, 0.3, 0.4])))
