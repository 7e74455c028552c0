"""Posterior over distinct sampled answers; ensemble members combine by adding log-probs."""
import numpy as np
from scipy.special import logsumexp


def posterior(lls: dict) -> dict:
    """lls: distinct answer -> sequence log-likelihood."""
    names = list(lls)
    v = np.array([lls[n] for n in names])
    return dict(zip(names, np.exp(v - logsumexp(v))))


def ensemble_log_mean(members):
    """log of the average member probability, (M, N) -> (N,)"""
    members = np.asarray(members, dtype=np.float64)
    return logsumexp(members, axis=0) - np.log(members.shape[0])


def independent_joint(members):
    return np.asarray(members, dtype=np.float64).sum(axis=0)


if __name__ == "__main__":
    post = posterior({"paris": -1000.0, "rome": -1001.0})
    assert abs(post["paris"] - 0.7310585786) < 1e-8
