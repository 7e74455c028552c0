"""Gradient bandit with a softmax over action preferences (Sutton & Barto, section 2.8)."""
import numpy as np


class GradientBandit:
    def __init__(self, n_arms, lr=0.1, temperature=1.0, seed=0):
        self.logits = np.zeros(n_arms)
        self.lr = lr
        self.temperature = temperature
        self.rng = np.random.default_rng(seed)
        self.mean_reward = 0.0
        self.t = 0

    @property
    def probs(self):
        z = self.logits / self.temperature
        e = np.exp(z - z.max())
        return e / e.sum()

    def act(self):
        return int(self.rng.choice(len(self.logits), p=self.probs))

    def learn(self, action, reward):
        self.t += 1
        self.mean_reward += (reward - self.mean_reward) / self.t
        onehot = np.zeros_like(self.logits)
        onehot[action] = 1.0
        self.logits += self.lr * (reward - self.mean_reward) * (onehot - self.probs) / self.temperature


def simulate(means, steps=2000, **kw):
    agent = GradientBandit(len(means), **kw)
    rng = np.random.default_rng(1)
    hist = np.empty(steps)
    for k in range(steps):
        a = agent.act()
        hist[k] = rng.normal(means[a])
        agent.learn(a, hist[k])
    best = agent.probs.max()
    regret = (np.max(means) - hist).cumsum()
    return best, regret


if __name__ == "__main__":
    p, r = simulate([0.1, 0.4, 0.9, 0.2])
    print(f"greedy arm probability {p:.3f}, regret {r[-1]:.1f}")
