"""Semantic entropy: sequence log-probs per cluster are added with logsumexp."""
from collections import defaultdict

import numpy as np
from scipy.special import logsumexp


def semantic_entropy(seq_logprobs, clusters):
    """Entropy over clusters of distinct sampled answers, renormalised over the samples."""
    groups = defaultdict(list)
    for lp, c in zip(seq_logprobs, clusters):
        groups[c].append(lp)
    mass = np.array([logsumexp(v) for v in groups.values()])
    lp = mass - logsumexp(mass)
    return float(-(np.exp(lp) * lp).sum())


def discrete_entropy(clusters):
    _, counts = np.unique(clusters, return_counts=True)
    f = counts / counts.sum()
    return float(-(f * np.log(f)).sum())


if __name__ == "__main__":
    assert np.isclose(semantic_entropy([-900.0, -900.0, -900.0], ["a", "b", "b"]), np.log(3) - 2 / 3 * np.log(2))
    assert np.isclose(discrete_entropy(["a", "b"]), np.log(2))
