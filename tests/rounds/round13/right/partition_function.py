"""Canonical ensemble of a small Ising ring; energies in units of J."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energies(n, field=0.0):
    spins = np.array(list(itertools.product((-1, 1), repeat=n)))
    return -(spins * np.roll(spins, 1, axis=1)).sum(axis=1) - field * spins.sum(axis=1)


def thermodynamics(e, temperature):
    beta = 1.0 / temperature
    logz = logsumexp(-beta * e)
    p = np.exp(-beta * e - logz)
    u = (p * e).sum()
    var = (p * e ** 2).sum() - u ** 2
    return {"F": -temperature * logz, "U": u, "C": beta ** 2 * var, "S": beta * u + logz}


def transfer_matrix_logz(n, temperature):
    k = 1.0 / temperature
    lam = np.array([2 * np.cosh(k), 2 * np.sinh(k)])
    return n * np.log(lam[0]) + np.log1p((lam[1] / lam[0]) ** n)


def ground_state(e):
    return int(e.argmin())


if __name__ == "__main__":
    e = energies(10)
    for t in (0.5, 1.0, 2.0, 4.0):
        r = thermodynamics(e, t)
        print(t, r["F"], -t * transfer_matrix_logz(10, t), r["C"])
