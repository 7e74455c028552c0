"""Entropy over meanings: samples of one answer are clustered, each cluster weighs as much as its samples' probability."""
from collections import defaultdict

import numpy as np
import torch
from scipy.special import logsumexp
from scipy.stats import entropy


def next_token_entropy(z):
    """Entropy in nats of each distribution in z (..., vocabulary)."""
    z = z.float()
    return torch.logsumexp(z, -1) - (torch.softmax(z, -1) * z).sum(-1)


def cluster(texts, same):
    groups = []
    for i, t in enumerate(texts):
        for g in groups:
            if same(texts[g[0]], t):
                g.append(i)
                break
        else:
            groups.append([i])
    return groups


def meaning_entropy(samples, same):
    """samples: dict text -> summed log-probability (each text once)."""
    texts = list(samples)
    lps = np.array([samples[t] for t in texts])
    mass = np.array([logsumexp(lps[g]) for g in cluster(texts, same)])
    return float(entropy(np.exp(mass - logsumexp(mass))))


def by_question(rows, same):
    pools = defaultdict(dict)
    for r in rows:
        pools[r["question"]][r["text"]] = r["logprob"]
    return {q: meaning_entropy(p, same) for q, p in pools.items()}
