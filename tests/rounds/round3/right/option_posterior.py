"""Posterior over options from sequence log-likelihoods, normalised in log space."""
import numpy as np
from scipy.special import logsumexp, softmax


def posterior(lls: dict, log_prior=None) -> dict:
    names = list(lls)
    joint = np.array([lls[n] + (log_prior[n] if log_prior else 0.0) for n in names])
    return dict(zip(names, np.exp(joint - logsumexp(joint))))


def posterior_short(lls: dict) -> dict:
    return dict(zip(lls, softmax(np.fromiter(lls.values(), dtype=float))))


if __name__ == "__main__":
    a = posterior({"x": -1000.0, "y": -1001.0})
    assert np.isclose(a["x"], 1 / (1 + np.exp(-1)))
    assert np.isclose(posterior_short({"x": -1000.0, "y": -1001.0})["y"], a["y"])
