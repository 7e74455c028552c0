"""Gradient bandit (Sutton & Barto 2.8) and a UCB baseline."""
import numpy as np


def run(true_means, steps=2000, alpha=0.1, seed=0):
    rng = np.random.default_rng(seed)
    h = np.zeros(len(true_means))
    baseline, total = 0.0, 0.0
    for t in range(1, steps + 1):
        w = np.exp(h - h.max())
        pi = w / w.sum()
        a = rng.choice(len(h), p=pi)
        r = rng.normal(true_means[a], 1.0)
        total += r
        baseline += (r - baseline) / t
        onehot = np.eye(len(h))[a]
        h += alpha * (r - baseline) * (onehot - pi)
    return total / steps, h.argmax()
