"""Exact enumeration of a short Ising chain: Boltzmann weights, free energy, entropy in bits."""
import itertools

import numpy as np
from scipy.special import logsumexp, xlogy


def energies(n, J=1.0, h=0.0):
    spins = np.array(list(itertools.product((-1, 1), repeat=n)))
    e = -J * (spins[:, :-1] * spins[:, 1:]).sum(axis=1) - h * spins.sum(axis=1)
    return spins, e


def thermodynamics(n, beta):
    spins, e = energies(n)
    log_z = logsumexp(-beta * e)
    p = np.exp(-beta * e - log_z)
    return {
        "F": -log_z / beta,
        "U": float((p * e).sum()),
        "S_bits": float(-xlogy(p, p).sum() / np.log(2)),
        "m2": float((p * spins.mean(axis=1) ** 2).sum()),
    }


def metropolis_accept(delta, beta, rng):
    return rng.random() < min(1.0, np.exp(-beta * max(delta, 0.0)))


if __name__ == "__main__":
    for b in (0.1, 0.5, 1.0):
        print(b, thermodynamics(10, b))
