"""EXP3 over inference backends: the arm is a replica, the reward is 1 - latency/SLO."""
import numpy as np


class Exp3:
    def __init__(self, n_arms, gamma=0.07, seed=0):
        self.w = np.zeros(n_arms)
        self.gamma = gamma
        self.rng = np.random.default_rng(seed)

    def distribution(self):
        e = np.exp(self.w - self.w.max())
        k = len(self.w)
        return (1 - self.gamma) * e / e.sum() + self.gamma / k

    def choose(self):
        p = self.distribution()
        arm = self.rng.choice(len(p), p=p)
        return int(arm), float(p[arm])

    def update(self, arm, prob, latency, slo):
        reward = max(0.0, 1.0 - latency / slo)
        self.w[arm] += self.gamma * (reward / prob) / len(self.w)


def regret(latencies, chosen, slo):
    gain = np.clip(1 - latencies / slo, 0, None)
    return gain.sum(axis=0).max() - gain[np.arange(len(chosen)), chosen].sum()
