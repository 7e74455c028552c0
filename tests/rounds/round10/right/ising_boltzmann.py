"""Partition function of small Ising chains by enumeration, checked against the transfer matrix."""
from itertools import product

import numpy as np


def energies(n, J=1.0, h=0.0):
    s = np.array(list(product((-1, 1), repeat=n)))
    return -J * (s * np.roll(s, 1, axis=1)).sum(1) - h * s.sum(1)


def observables(n, beta, J=1.0, h=0.0):
    e = energies(n, J, h)
    x = -beta * e
    log_z = x.max() + np.log(np.exp(x - x.max()).sum())
    p = np.exp(x - log_z)
    mean_e = (p * e).sum()
    return {
        "free": -log_z / beta,
        "energy": mean_e,
        "heat": beta**2 * ((p * e**2).sum() - mean_e**2),
        "ground": e[np.argmin(e)],
        "entropy": log_z + beta * mean_e,
    }


def transfer(n, beta, J=1.0):
    lam = np.array([2 * np.cosh(beta * J), 2 * np.sinh(beta * J)])
    return np.log((lam**n).sum())


if __name__ == "__main__":
    out = observables(8, 0.7)
    assert np.isclose(-0.7 * out["free"], transfer(8, 0.7))
