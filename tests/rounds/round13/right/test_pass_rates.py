"""pass@k estimator and its tests."""
import itertools

import numpy as np
import pytest


def pass_at_k(n, c, k):
    """Chance that k draws without replacement out of n samples hold one of the c good ones."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def brute(n, c, k):
    sets = list(itertools.combinations(range(n), k))
    return sum(min(s) < c for s in sets) / len(sets)


@pytest.mark.parametrize("n,c,k", [(6, 1, 1), (6, 2, 3), (7, 0, 2), (7, 6, 2), (5, 3, 4)])
def test_against_enumeration(n, c, k):
    assert pass_at_k(n, c, k) == pytest.approx(brute(n, c, k))


def test_mean_over_problems():
    rates = [pass_at_k(10, c, 1) for c in (0, 5, 10)]
    assert np.mean(rates) == pytest.approx(0.5)
