"""pass@k estimator and majority voting for code generation."""
from collections import Counter

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def evaluate(results, k=1):
    return float(np.mean([pass_at_k(len(r), sum(r), k) for r in results.values()]))


def vote(answers):
    return Counter(answers).most_common(1)[0][0]
