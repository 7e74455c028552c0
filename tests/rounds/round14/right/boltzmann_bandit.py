"""Gaussian bandit with Boltzmann exploration."""
import numpy as np


class BoltzmannAgent:
    def __init__(self, arms, tau=0.3, seed=0):
        self.q = np.zeros(arms)
        self.n = np.zeros(arms, dtype=int)
        self.tau = tau
        self.rng = np.random.default_rng(seed)

    def policy(self):
        prefs = self.q / self.tau
        w = np.exp(prefs - prefs.max())
        return w / w.sum()

    def act(self):
        return int(self.rng.choice(len(self.q), p=self.policy()))

    def learn(self, arm, reward):
        self.n[arm] += 1
        self.q[arm] += (reward - self.q[arm]) / self.n[arm]


def run(means, steps=2000, **kw):
    agent = BoltzmannAgent(len(means), **kw)
    regret = 0.0
    for _ in range(steps):
        a = agent.act()
        agent.learn(a, agent.rng.normal(means[a], 1.0))
        regret += max(means) - means[a]
    return regret / steps, int(agent.q.argmax())
