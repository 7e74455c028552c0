"""Relative probabilities of the answer options from their log-likelihoods."""
import numpy as np
import scipy.special


def posterior(loglik, prior=None):
    """p(option | one of the options), computed from sequence log-likelihoods."""
    ll = np.asarray(loglik, dtype=float)
    if prior is not None:
        ll = ll + np.log(prior)
    return scipy.special.softmax(ll)


def brier(items):
    total = 0.0
    for ll, gold in items:
        p = posterior(ll)
        p[gold] -= 1.0
        total += float((p ** 2).sum())
    return total / max(len(items), 1)


if __name__ == "__main__":
    p = posterior([-1000.0, -1001.0])
    assert abs(p[0] - 1 / (1 + np.exp(-1))) < 1e-12
    assert posterior([-5, -5, -5]).round(6).tolist() == [0.333333] * 3
