"""pass@k with the unbiased estimator, plus bootstrap interval"""
import json
import sys

import numpy as np

k = int(sys.argv[2])
D = {}
for l in open(sys.argv[1]):
    j = json.loads(l)
    D.setdefault(j["task_id"], []).append(bool(j["passed"]))


def e(n, c):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


p = np.array([e(len(v), sum(v)) for v in D.values()])
g = np.random.default_rng(1)
b = g.choice(p, (1000, len(p))).mean(1)
print(f"pass@{k} {p.mean():.4f} [{np.quantile(b, .025):.4f}, {np.quantile(b, .975):.4f}]")
