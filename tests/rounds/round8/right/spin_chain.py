"""Exact thermodynamics of a short Ising chain (checks the Monte Carlo code)."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energies(n, j=1.0, h=0.1):
    states = np.array(list(itertools.product([-1, 1], repeat=n)))
    bond = (states[:, :-1] * states[:, 1:]).sum(axis=1)
    return states, -j * bond - h * states.sum(axis=1)


def observables(n, temp):
    states, e = energies(n)
    beta = 1.0 / temp
    log_z = logsumexp(-beta * e)
    w = np.exp(-beta * e - log_z)
    mean_e = w @ e
    entropy = beta * mean_e + log_z
    return {
        "free": -temp * log_z / n,
        "energy": mean_e / n,
        "entropy": entropy / n,
        "mag": abs((w @ states).mean()),
        "ground": states[e.argmin()].tolist(),
    }


if __name__ == "__main__":
    for t in (0.5, 1.0, 2.0, 4.0):
        print(t, {k: v for k, v in observables(10, t).items() if k != "ground"})
