"""Semantic entropy from sampled answers (temperature 1) and their meaning clusters.

Clusters weigh in with the mass of their distinct answers, renormalised over the clusters seen.
"""
from collections import defaultdict

import numpy as np
from scipy.special import logsumexp


def distinct(samples):
    return {s["text"]: s for s in samples}.values()


def semantic_entropy(samples):
    """samples: dicts with text, cluster and token_logprobs."""
    groups = defaultdict(list)
    for s in distinct(samples):
        groups[s["cluster"]].append(float(np.sum(s["token_logprobs"])))
    mass = np.array([logsumexp(v) for v in groups.values()])
    log_p = mass - logsumexp(mass)
    return float(-(np.exp(log_p) * log_p).sum())


def discrete_entropy(samples):
    """Same from frequencies only."""
    _, counts = np.unique([s["cluster"] for s in samples], return_counts=True)
    p = counts / counts.sum()
    return float(-(p * np.log(p)).sum())
