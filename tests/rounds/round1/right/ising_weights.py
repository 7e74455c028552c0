"""Boltzmann averages for a small Ising chain."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energies(n, coupling=1.0, field=0.2):
    states = np.array(list(itertools.product((-1, 1), repeat=n)))
    bonds = (states[:, :-1] * states[:, 1:]).sum(1)
    return states, -coupling * bonds - field * states.sum(1)


def observables(n, beta):
    s, e = energies(n)
    log_w = -beta * e
    log_z = logsumexp(log_w)
    p = np.exp(log_w - log_z)
    return {
        "free_energy": -log_z / beta,
        "magnetisation": float((p * s.mean(1)).sum()),
        "ground_state": s[e.argmin()].tolist(),
        "entropy": float(log_z + beta * (p * e).sum()),
    }


if __name__ == "__main__":
    for beta in (0.1, 1.0, 50.0):
        print(beta, observables(8, beta))
