"""Unbiased pass@k from execution results, and ranking of samples by mean token log-prob."""
from collections import Counter

import numpy as np


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


class SampleBook:
    def __init__(self, rows):
        self.rows = rows

    def table(self, ks=(1, 5, 10)):
        n, c = Counter(), Counter()
        for r in self.rows:
            n[r["task"]] += 1
            c[r["task"]] += bool(r["passed"])
        return {k: float(np.mean([pass_at_k(n[t], c[t], k) for t in n if n[t] >= k])) for k in ks}

    def by_mean_logprob(self, task):
        mine = [r for r in self.rows if r["task"] == task and r["token_logprobs"]]
        return sorted(mine, key=lambda r: np.mean(r["token_logprobs"]), reverse=True)
