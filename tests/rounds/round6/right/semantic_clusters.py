"""Semantic entropy of sampled answers: log-mass per meaning cluster, then the plug-in entropy."""
from collections import defaultdict

import numpy as np
from scipy.special import logsumexp


def cluster_entropy(logps, cluster_ids):
    """``logps``: sequence log-probs of distinct sampled answers."""
    by = defaultdict(list)
    for l, c in zip(logps, cluster_ids):
        by[c].append(l)
    mass = np.array([logsumexp(v) for v in by.values()])
    mass = mass - logsumexp(mass)
    return float(-(np.exp(mass) * mass).sum())


def macro_ppl(nlls, counts):
    """Per-document perplexities, their median and mean (a distribution over documents), next to
    the corpus perplexity."""
    nlls, counts = np.asarray(nlls, float), np.asarray(counts, float)
    per_doc = np.exp(nlls / counts)
    return {
        "doc_median": np.median(per_doc),
        "doc_mean": per_doc.mean(),
        "corpus": np.exp(nlls.sum() / counts.sum()),
    }
