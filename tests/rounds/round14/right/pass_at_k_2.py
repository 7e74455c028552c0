"""Functional correctness: unbiased pass@k and bootstrap intervals."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def summarise(results, ks=(1, 10, 100)):
    """results: mapping of task id to a list of booleans."""
    out = {}
    for k in ks:
        vals = [pass_at_k(len(r), sum(r), k) for r in results.values() if len(r) >= k]
        if vals:
            out[f"pass@{k}"] = float(np.mean(vals))
    return out


def bootstrap(results, k, draws=1000, seed=0):
    rng = np.random.default_rng(seed)
    vals = np.array([pass_at_k(len(r), sum(r), k) for r in results.values()])
    idx = rng.integers(0, len(vals), size=(draws, len(vals)))
    means = vals[idx].mean(axis=1)
    return np.percentile(means, [2.5, 97.5])
