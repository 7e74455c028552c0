"""pass@k of the code team's nightly run."""
import collections
import json
import sys

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def summarise(path, ks=(1, 10)):
    per_task = collections.defaultdict(list)
    with open(path) as fh:
        for row in map(json.loads, fh):
            per_task[row["task_id"]].append(bool(row["passed"]))
    return {f"pass@{k}": float(np.mean([pass_at_k(len(v), sum(v), k) for v in per_task.values()])) for k in ks}


if __name__ == "__main__":
    print(summarise(sys.argv[1]))
