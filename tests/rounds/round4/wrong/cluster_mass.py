"""Semantic clusters of sampled answers.
# bug: summed log-probs go through math.exp one by one before the clusters' masses are normalised.
"""
import math
from collections import defaultdict


def cluster_probs(samples):
    """samples: dicts with "cluster" and "token_logprobs" of distinct answers."""
    mass = defaultdict(float)
    for s in samples:
        seq = sum(s["token_logprobs"])
        mass[s["cluster"]] += math.exp(seq)  # expect-near: SEQ605
    z = sum(mass.values())
    return {c: m / z for c, m in mass.items()}  # expect: SEQ605


def entropy(samples):
    ps = cluster_probs(samples).values()
    return -sum(p * math.log(p) for p in ps if p > 0)
