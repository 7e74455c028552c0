"""Gradient bandit and Exp3 on Bernoulli arms, with a regret table."""
import numpy as np


def soft(h):
    e = np.exp(h - h.max())
    return e / e.sum()


class GradientBandit:
    def __init__(self, k, step=0.1):
        self.h = np.zeros(k)
        self.base = 0.0
        self.t = 0
        self.step = step

    def act(self, rng):
        return rng.choice(len(self.h), p=soft(self.h))

    def learn(self, arm, reward):
        self.t += 1
        self.base += (reward - self.base) / self.t
        p = soft(self.h)
        self.h -= self.step * (reward - self.base) * p
        self.h[arm] += self.step * (reward - self.base)


class Exp3:
    def __init__(self, k, gamma=0.07):
        self.w = np.ones(k)
        self.gamma = gamma

    def probs(self):
        k = len(self.w)
        return (1 - self.gamma) * self.w / self.w.sum() + self.gamma / k

    def act(self, rng):
        return rng.choice(len(self.w), p=self.probs())

    def learn(self, arm, reward):
        p = self.probs()
        self.w[arm] *= np.exp(self.gamma * reward / p[arm] / len(self.w))
        self.w /= self.w.max()


def regret(agent, means, rounds, seed=0):
    rng = np.random.default_rng(seed)
    lost = 0.0
    for _ in range(rounds):
        a = agent.act(rng)
        agent.learn(a, float(rng.random() < means[a]))
        lost += means.max() - means[a]
    return lost


if __name__ == "__main__":
    means = np.array([0.2, 0.5, 0.55])
    losses = [regret(GradientBandit(3), means, 5000), regret(Exp3(3), means, 5000)]
    print(["gradient", "exp3"][int(np.argmin(losses))], losses)
