"""Gradient bandit and Boltzmann exploration on Gaussian arms."""
import numpy as np


def softmax(h, tau=1.0):
    e = np.exp((h - h.max()) / tau)
    return e / e.sum()


class GradientBandit:
    def __init__(self, k, lr=0.1, seed=0):
        self.h = np.zeros(k)
        self.lr = lr
        self.base, self.t = 0.0, 0
        self.rng = np.random.default_rng(seed)

    def pull(self, reward_of):
        p = softmax(self.h)
        a = self.rng.choice(len(p), p=p)
        r = reward_of(a)
        self.t += 1
        self.base += (r - self.base) / self.t
        grad = -p
        grad[a] += 1
        self.h += self.lr * (r - self.base) * grad
        return a, r, p.max()


def regret(means, agent, steps=1000):
    rng = np.random.default_rng(1)
    lost, confident = 0.0, []
    for _ in range(steps):
        a, _, top = agent.pull(lambda i: rng.normal(means[i]))
        lost += max(means) - means[a]
        confident.append(top)
    return lost, float(np.mean(confident))


if __name__ == "__main__":
    print(regret([0.1, 0.5, 0.9], GradientBandit(3)))
