"""Unbiased pass@k (Chen et al. 2021) and its bootstrap interval."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def table(results, ks=(1, 5, 10)):
    """results: (n samples, c correct) per problem."""
    return {k: float(np.mean([pass_at_k(n, c, k) for n, c in results])) for k in ks}


def interval(results, k, draws=1000, seed=0):
    rng = np.random.default_rng(seed)
    scores = np.array([pass_at_k(n, c, k) for n, c in results])
    means = rng.choice(scores, size=(draws, len(scores))).mean(axis=1)
    return np.quantile(means, [0.025, 0.975]).round(3).tolist()
