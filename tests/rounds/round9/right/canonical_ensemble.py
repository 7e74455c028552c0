"""Canonical averages of a small Ising ring by enumeration."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energies(n, j=1.0, h=0.0):
    s = np.array(list(itertools.product((-1, 1), repeat=n)))
    return -j * (s * np.roll(s, -1, axis=1)).sum(axis=1) - h * s.sum(axis=1)


def averages(e, temperature):
    log_w = -e / temperature
    log_z = logsumexp(log_w)
    p = np.exp(log_w - log_z)
    u = (p * e).sum()
    c = ((p * e ** 2).sum() - u ** 2) / temperature ** 2
    return {"F": -temperature * log_z, "U": u, "C": c, "S": (u + temperature * log_z) / temperature}


def sweep(n=8, temps=np.linspace(0.5, 5, 10)):
    e = energies(n)
    return [averages(e, t) for t in temps]
