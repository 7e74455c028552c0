"""Boltzmann exploration on a ten-armed bandit."""
import matplotlib.pyplot as plt
import numpy as np


class Boltzmann:
    def __init__(self, arms, tau=0.3, seed=0):
        self.q = np.zeros(arms)
        self.n = np.zeros(arms, dtype=int)
        self.tau = tau
        self.rng = np.random.default_rng(seed)

    def probs(self):
        z = self.q / self.tau
        e = np.exp(z - z.max())
        return e / e.sum()

    def pull(self, means):
        a = self.rng.choice(len(self.q), p=self.probs())
        r = self.rng.normal(means[a])
        self.n[a] += 1
        self.q[a] += (r - self.q[a]) / self.n[a]
        return a, r


def run(steps=2000):
    means = np.linspace(-1, 1, 10)
    agent = Boltzmann(10)
    rewards = [agent.pull(means)[1] for _ in range(steps)]
    plt.plot(np.cumsum(rewards) / np.arange(1, steps + 1))
    plt.ylabel("mean reward")
    plt.savefig("bandit.png")


if __name__ == "__main__":
    run()
