"""pass@k, majority vote and verifier weighting over code samples."""
from collections import Counter, defaultdict

import numpy as np
from scipy.special import softmax


def pass_at_k(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def majority(answers):
    return Counter(answers).most_common(1)[0][0]


def weighted_vote(answers, seq_logps):
    """Votes weighted by the normalised sequence likelihoods of the samples."""
    w = softmax(np.asarray(seq_logps, dtype=float))
    tally = defaultdict(float)
    for a, v in zip(answers, w):
        tally[a] += v
    return max(tally, key=tally.get)


def table(results, ks=(1, 5, 10)):
    return {
        f"pass@{k}": float(np.mean([pass_at_k(len(r), sum(r), k) for r in results if len(r) >= k]))
        for k in ks
    }
