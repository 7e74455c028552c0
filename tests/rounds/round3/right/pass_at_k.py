"""pass@k, and the probability that independent checks all succeed."""
import math

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def all_succeed(rates):
    return math.prod(rates)


def evaluate(table, ks=(1, 5)):
    return {f"pass@{k}": float(np.mean([pass_at_k(n, c, k) for n, c in table if n >= k])) for k in ks}


if __name__ == "__main__":
    assert np.isclose(pass_at_k(5, 2, 1), 0.4)
    assert np.isclose(all_succeed([0.5, 0.5]), 0.25)
    assert evaluate([(10, 10), (10, 0)])["pass@1"] == 0.5
