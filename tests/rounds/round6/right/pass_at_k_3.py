"""Unbiased pass@k, macro-averaged over tasks."""
import itertools
import json
from collections import defaultdict

import numpy as np


def estimate(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def table(path, ks=(1, 5, 10, 50)):
    total, passed = defaultdict(int), defaultdict(int)
    with open(path) as fh:
        for r in map(json.loads, fh):
            total[r["task_id"]] += 1
            passed[r["task_id"]] += bool(r["passed"])
    out = {}
    for k in ks:
        if min(total.values()) >= k:
            out[f"pass@{k}"] = np.mean([estimate(total[t], passed[t], k) for t in total])
    return out


def any_correct(probs):
    """Chance that at least one of several independent draws succeeds."""
    acc = 1.0
    for p in itertools.chain(probs):
        acc *= 1.0 - p
    return 1.0 - acc
