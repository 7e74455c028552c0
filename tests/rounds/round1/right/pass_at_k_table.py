"""pass@k with the unbiased estimator."""
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def table(results, ks=(1, 5, 10)):
    """results: {task: (samples, correct)}"""
    return {
        f"pass@{k}": float(np.mean([pass_at_k(n, c, k) for n, c in results.values()]))
        for k in ks
        if all(n >= k for n, _ in results.values())
    }


if __name__ == "__main__":
    assert abs(pass_at_k(10, 3, 1) - 0.3) < 1e-12
    print(table({"a": (10, 3), "b": (10, 0)}))
