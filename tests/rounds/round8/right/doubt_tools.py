"""Entropies for the answer-checking notebook (numpy / scipy)."""
import numpy as np
from scipy.special import entr, log_softmax


def predictive_entropy(logits):
    """Entropy in nats at each position of (T, V) logits."""
    lp = log_softmax(np.asarray(logits, float), axis=-1)
    return -(np.exp(lp) * lp).sum(axis=-1)


def monte_carlo_entropy(sample_logps):
    """Entropy of whole answers, estimated from answers the model sampled itself (lists of token log-probs)."""
    return -float(np.mean([np.sum(s) for s in sample_logps]))


def bigram_entropy(tokens, v):
    counts = np.zeros((v, v))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    n = counts.sum(1)
    h = entr(counts / np.maximum(n, 1)[:, None]).sum(1)
    return float((h * n).sum() / max(n.sum(), 1))
