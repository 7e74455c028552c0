"""pass@k (Chen et al. 2021) and majority voting."""
import collections
import json
import sys

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def vote(answers, logps):
    """Weighted vote: the candidates' sequence log-probs become weights relative to the best one."""
    lp = np.asarray(logps, dtype=float)
    w = np.exp(lp - lp.max())
    box = collections.Counter()
    for a, x in zip(answers, w / w.sum()):
        box[a] += float(x)
    return box.most_common(1)[0][0]


def main(path, ks=(1, 5, 10)):
    with open(path) as f:
        res = [json.loads(l) for l in f]
    for k in ks:
        v = [pass_at_k(len(r["passed"]), sum(r["passed"]), k) for r in res if len(r["passed"]) >= k]
        if v:
            print(f"pass@{k}: {np.mean(v):.4f} ({len(v)} problems)")


if __name__ == "__main__":
    main(sys.argv[1])
