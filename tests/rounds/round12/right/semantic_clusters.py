"""Semantic entropy (Kuhn et al.): entropy over meaning classes of sampled answers."""
import numpy as np
from scipy.special import logsumexp


def cluster(answers, same):
    reps, label = [], []
    for a in answers:
        for k, r in enumerate(reps):
            if same(a, r) and same(r, a):
                label.append(k)
                break
        else:
            label.append(len(reps))
            reps.append(a)
    return np.array(label)


def semantic_entropy(answers, seq_logps, same):
    """seq_logps: log p(answer | question) of each distinct sampled string."""
    uniq = dict(zip(answers, seq_logps))
    texts, lp = list(uniq), np.array(list(uniq.values()), float)
    c = cluster(texts, same)
    mass = np.array([logsumexp(lp[c == k]) for k in range(c.max() + 1)])
    mass -= logsumexp(mass)
    p = np.exp(mass)
    return float(-(p[p > 0] * mass[p > 0]).sum())
