"""Gradient bandit (Sutton & Barto 2.8) on the ten-armed testbed."""
import matplotlib.pyplot as plt
import numpy as np


def softmax(h):
    e = np.exp(h - h.max())
    return e / e.sum()


def play(alpha, steps=1000, arms=10, seed=0, baseline=True):
    rng = np.random.default_rng(seed)
    truth = rng.normal(4.0, 1.0, arms)
    prefs = np.zeros(arms)
    mean_reward = 0.0
    optimal = np.zeros(steps)
    for t in range(steps):
        probs = softmax(prefs)
        a = rng.choice(arms, p=probs)
        r = rng.normal(truth[a], 1.0)
        mean_reward += (r - mean_reward) / (t + 1)
        onehot = np.eye(arms)[a]
        prefs += alpha * (r - (mean_reward if baseline else 0.0)) * (onehot - probs)
        optimal[t] = a == truth.argmax()
    return optimal


if __name__ == "__main__":
    for alpha in (0.1, 0.4):
        runs = np.mean([play(alpha, seed=s) for s in range(200)], axis=0)
        plt.plot(100 * runs, label=f"alpha={alpha}")
    plt.ylabel("% optimal action")
    plt.legend()
    plt.savefig("bandit.png")
