"""Posterior over options: softmax of log-likelihoods, max-shifted by hand or by scipy."""
import numpy as np
from scipy.special import logsumexp


def posterior(logliks):
    s = np.asarray(logliks, dtype=float)
    w = np.exp(s - s.max())
    return w / w.sum()


def mixture_loglik(logliks_by_prompt):
    """Log of the mean likelihood over prompts, rows are prompts."""
    m = np.asarray(logliks_by_prompt, dtype=float)
    return logsumexp(m, axis=0) - np.log(m.shape[0])


def posterior_entropy(logliks):
    lp = np.asarray(logliks, dtype=float)
    lp = lp - logsumexp(lp)
    return float(-(np.exp(lp) * lp).sum())
