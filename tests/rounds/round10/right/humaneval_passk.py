"""pass@k with a standard error, from a jsonl of samples."""
import collections
import json
import sys

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


tally = collections.defaultdict(lambda: [0, 0])
for line in open(sys.argv[1]):
    r = json.loads(line)
    tally[r["task_id"]][0] += 1
    tally[r["task_id"]][1] += bool(r["passed"])

for k in (1, 10, 100):
    est = np.array([pass_at_k(n, c, k) for n, c in tally.values() if n >= k])
    if est.size:
        print(f"pass@{k} = {est.mean():.3f} +- {est.std() / np.sqrt(est.size):.3f}")
