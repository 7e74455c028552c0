"""pass@k over the generated programs, and a bootstrap interval."""
import json
from collections import defaultdict

import numpy as np


def estimate(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def load(path):
    tally = defaultdict(lambda: [0, 0])
    for line in open(path):
        r = json.loads(line)
        tally[r["task_id"]][0] += 1
        tally[r["task_id"]][1] += bool(r["passed"])
    return tally


def main(path="results.jsonl", ks=(1, 5, 10)):
    tally = load(path)
    rng = np.random.default_rng(1)
    for k in ks:
        v = np.array([estimate(n, c, k) for n, c in tally.values() if n >= k])
        boot = rng.choice(v, (1000, len(v))).mean(axis=1)
        print(f"pass@{k}: {v.mean():.3f} [{np.quantile(boot, .025):.3f}, {np.quantile(boot, .975):.3f}]")


if __name__ == "__main__":
    main()
