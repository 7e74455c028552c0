"""pass@k from a results file, with bootstrap intervals."""
import argparse
import collections
import json

import numpy as np


def estimator(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def per_task(path):
    n, c = collections.Counter(), collections.Counter()
    with open(path) as fh:
        for row in map(json.loads, fh):
            n[row["task_id"]] += 1
            c[row["task_id"]] += bool(row["passed"])
    return n, c


def bootstrap(values, reps=1000, seed=0):
    rng = np.random.default_rng(seed)
    v = np.asarray(values)
    means = rng.choice(v, size=(reps, v.size)).mean(axis=1)
    return np.quantile(means, [0.025, 0.975])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("results")
    ap.add_argument("-k", type=int, nargs="+", default=[1, 5, 10])
    ns = ap.parse_args()
    n, c = per_task(ns.results)
    for k in ns.k:
        vals = [estimator(n[t], c[t], k) for t in n if n[t] >= k]
        if vals:
            lo, hi = bootstrap(vals)
            print(f"pass@{k}: {round(float(np.mean(vals)), 4)} [{lo:.3f}, {hi:.3f}] over {len(vals)} tasks")


if __name__ == "__main__":
    main()
