"""Functional correctness of sampled programs: pass@k and majority voting."""
import collections
import math
import statistics

import numpy as np


def pass_at_k(n, c, k):
    """Unbiased estimator of Chen et al. 2021."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def exact_pass_at_k(n, c, k):
    return 1.0 - math.comb(n - c, k) / math.comb(n, k)


def weighted_vote(samples):
    """Self-consistency: answers weighted by the length-normalised probability of their chains.

    samples: (answer, token log-probs of the chain) pairs.
    """
    votes = collections.Counter()
    for answer, lps in samples:
        if lps:
            votes[answer] += math.exp(statistics.fmean(lps))
    answer, weight = votes.most_common(1)[0]
    return answer, weight / sum(votes.values())


def table(results, ks=(1, 5, 10)):
    rows = {}
    for k in ks:
        vals = [pass_at_k(len(r), sum(r), k) for r in results if len(r) >= k]
        rows[f"pass@{k}"] = statistics.mean(vals) if vals else float("nan")
    return rows


if __name__ == "__main__":
    assert abs(pass_at_k(20, 3, 5) - exact_pass_at_k(20, 3, 5)) < 1e-12
    print(table([[1, 0, 0, 1, 0], [0, 0, 0, 0, 1]]))
