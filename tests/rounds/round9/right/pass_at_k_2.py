"""pass@k (Chen et al., 2021) for the code benchmarks."""
import itertools
import json
import sys

import numpy as np


def estimator(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def pass_at_k(total, correct, k):
    total = itertools.repeat(total, len(correct)) if isinstance(total, int) else total
    return np.array([estimator(int(n), int(c), k) for n, c in zip(total, correct)])


def bootstrap(values, rounds=1000, seed=0):
    rng = np.random.default_rng(seed)
    means = rng.choice(values, size=(rounds, len(values))).mean(axis=1)
    return np.percentile(means, [2.5, 97.5])


if __name__ == "__main__":
    results = [json.loads(s) for s in open(sys.argv[1])]
    n = [len(r["passed"]) for r in results]
    c = [sum(r["passed"]) for r in results]
    for k in (1, 10, 100):
        if min(n) >= k:
            v = pass_at_k(n, c, k)
            lo, hi = bootstrap(v)
            print(f"pass@{k}: {v.mean():.3f} [{lo:.3f}, {hi:.3f}]")
