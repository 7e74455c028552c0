"""pass@k and its bootstrap interval for the programming contest."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def mean_pass(results, k):
    """results: one list of booleans per problem."""
    return float(np.mean([pass_at_k(len(r), sum(r), k) for r in results]))


def interval(results, k, rounds=2000, seed=3):
    rng = np.random.default_rng(seed)
    each = np.array([pass_at_k(len(r), sum(r), k) for r in results])
    draws = each[rng.integers(0, len(each), (rounds, len(each)))].mean(axis=1)
    return np.quantile(draws, [0.025, 0.975])
