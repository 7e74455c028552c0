"""Semantic entropy from sampled answers: log-mass per meaning cluster."""
import numpy as np
from scipy.special import logsumexp, xlogy


def cluster(answers, same):
    groups = []
    for a in answers:
        for g in groups:
            if same(g[0]["text"], a["text"]):
                g.append(a)
                break
        else:
            groups.append([a])
    return groups


def semantic_entropy(answers, same):
    """answers: distinct texts with "logp", the sequence log-probability."""
    mass = np.array([logsumexp([a["logp"] for a in g]) for g in cluster(answers, same)])
    p = np.exp(mass - logsumexp(mass))
    return float(-xlogy(p, p).sum())
