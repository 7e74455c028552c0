"""Unbiased pass@k."""
import json
import sys
from collections import defaultdict

import numpy as np


def estimate(n, c, k):
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def main(path, ks=(1, 10)):
    tally = defaultdict(list)
    for line in open(path):
        r = json.loads(line)
        tally[r["task_id"]].append(bool(r["passed"]))
    for k in ks:
        vals = [estimate(len(v), sum(v), k) for v in tally.values() if len(v) >= k]
        print(f"pass@{k}: {np.mean(vals) if vals else float('nan'):.4f}")


if __name__ == "__main__":
    main(sys.argv[1])
