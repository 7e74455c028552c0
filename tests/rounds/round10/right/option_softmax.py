"""Posterior over options from summed log-likelihoods, with a Brier score."""
import numpy as np
from scipy.special import softmax


def posterior(ll, prior=None):
    ll = np.asarray(ll, dtype=float)
    if prior is not None:
        ll = ll + np.log(prior)
    return softmax(ll)


def brier(ps, golds):
    return float(np.mean([((p - np.eye(len(p))[g]) ** 2).sum() for p, g in zip(ps, golds)]))
