"""Semantic entropy: sampled answers grouped by mutual entailment."""
import numpy as np
from scipy.special import logsumexp


def cluster(answers, entails):
    groups = []
    for i, a in enumerate(answers):
        for g in groups:
            if entails(a, answers[g[0]]) and entails(answers[g[0]], a):
                g.append(i)
                break
        else:
            groups.append([i])
    return groups


def semantic_entropy(answers, seq_logps, entails):
    """answers are distinct strings; seq_logps[i] = log p(answer i | question), summed over tokens"""
    lp = np.asarray(seq_logps, dtype=float)
    lp = lp - logsumexp(lp)
    mass = np.array([logsumexp(lp[g]) for g in cluster(answers, entails)])
    p = np.exp(mass)
    return float(-np.sum(np.where(p > 0, p * mass, 0.0)))


def naive_entropy(own_samples_logps):
    """Monte-Carlo: mean NLL of the model's own samples"""
    return float(-np.mean(own_samples_logps)) if len(own_samples_logps) else 0.0
