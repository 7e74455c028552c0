"""Unbiased pass@k and a plot of it against k."""
import collections

import matplotlib.pyplot as plt
import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def collect(rows):
    n, c = collections.Counter(), collections.Counter()
    for r in rows:
        n[r["task"]] += 1
        c[r["task"]] += bool(r["passed"])
    return {t: (n[t], c[t]) for t in n}


def curve(rows, ks=(1, 2, 5, 10, 20, 50)):
    per = collect(rows)
    return {k: float(np.mean([pass_at_k(n, c, k) for n, c in per.values() if n >= k])) for k in ks}


def draw(curves, path):
    fig, ax = plt.subplots(figsize=(4, 3))
    for name, cv in curves.items():
        ax.plot(list(cv), list(cv.values()), marker="o", label=name)
    ax.set(xscale="log", xlabel="k", ylabel="pass@k")
    ax.legend(frameon=False)
    fig.savefig(path, bbox_inches="tight")
