"""Semantic entropy from sampled answers, their sequence log-probs and meaning clusters."""
import numpy as np
from scipy.special import logsumexp


def cluster_log_mass(logps, clusters):
    """Normalised log mass of each cluster; the samples are distinct answers."""
    logps = np.asarray(logps, dtype=np.float64)
    clusters = np.asarray(clusters)
    names = np.unique(clusters)
    raw = np.array([logsumexp(logps[clusters == c]) for c in names])
    return names, raw - logsumexp(raw)


def semantic_entropy(logps, clusters):
    _, lm = cluster_log_mass(logps, clusters)
    return float(-(np.exp(lm) * lm).sum())


def distinct(samples):
    """Keep one (text, logp, cluster) triple for each text."""
    seen = {}
    for text, logp, cluster in samples:
        seen.setdefault(text, (logp, cluster))
    lp, cl = zip(*seen.values())
    return list(lp), list(cl)


def answer_uncertainty(samples):
    return semantic_entropy(*distinct(samples))


if __name__ == "__main__":
    s = [("Paris", -0.2, 0), ("It is Paris", -2.1, 0), ("Lyon", -3.0, 1), ("Paris", -0.2, 0)]
    print(round(answer_uncertainty(s), 4))
