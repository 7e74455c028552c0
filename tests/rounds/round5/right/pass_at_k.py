"""Unbiased pass@k and its bootstrap interval."""
import json
from collections import defaultdict

import numpy as np


def estimator(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def load(path):
    counts = defaultdict(lambda: [0, 0])
    with open(path) as fh:
        for line in fh:
            r = json.loads(line)
            counts[r["task_id"]][0] += 1
            counts[r["task_id"]][1] += bool(r["passed"])
    return counts


def pass_at(path, ks=(1, 10, 100), n_boot=1000):
    counts = load(path)
    rng = np.random.default_rng(0)
    report = {}
    for k in ks:
        per_task = np.array([estimator(n, c, k) for n, c in counts.values() if n >= k])
        if per_task.size:
            means = rng.choice(per_task, (n_boot, per_task.size)).mean(1)
            report[f"pass@{k}"] = (per_task.mean(), *np.percentile(means, [2.5, 97.5]))
    return report
