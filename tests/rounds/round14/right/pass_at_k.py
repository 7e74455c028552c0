"""pass@k for the code benchmark, plus a bootstrap interval."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def benchmark(results, k):
    """results: {task: [bool, ...]}"""
    per_task = np.array([pass_at_k(len(r), sum(r), k) for r in results.values()])
    return per_task.mean()


def interval(results, k, rounds=1000, seed=0):
    rng = np.random.default_rng(seed)
    values = np.array([pass_at_k(len(r), sum(r), k) for r in results.values()])
    means = [rng.choice(values, size=len(values)).mean() for _ in range(rounds)]
    return tuple(np.quantile(means, (0.025, 0.975)))


def at_least_one(ps):
    """Chance that at least one of a few independent checks fires."""
    return 1.0 - np.prod([1.0 - p for p in ps])
