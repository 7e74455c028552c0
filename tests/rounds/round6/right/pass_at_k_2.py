"""pass@k and majority vote for sampled programs."""
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
import json
import sys

import numpy as np


def pass_at_k(n: int, c: int, k: int) -> float:
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def vote(answers, weights=None):
    tally = Counter()
    for a, w in zip(answers, weights or [1.0] * len(answers)):
        tally[a] += w
    return tally.most_common(1)[0][0]


def run(task, sandbox):
    with ThreadPoolExecutor(8) as ex:
        ok = list(ex.map(sandbox, task["samples"]))
    return {"id": task["id"], "n": len(ok), "c": sum(ok)}


def report(results, ks=(1, 5, 10)):
    return {f"pass@{k}": float(np.mean([pass_at_k(r["n"], r["c"], k) for r in results])) for k in ks}


if __name__ == "__main__":
    with open(sys.argv[1]) as f:
        print(report([json.loads(l) for l in f]))
