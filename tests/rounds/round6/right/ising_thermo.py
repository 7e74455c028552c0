"""Exact thermodynamics of a short Ising ring."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energies(n: int, coupling: float = 1.0, field: float = 0.0) -> np.ndarray:
    s = np.array(list(itertools.product((-1, 1), repeat=n)))
    return -coupling * (s * np.roll(s, -1, axis=1)).sum(axis=1) - field * s.sum(axis=1)


def observables(n: int, beta: float) -> dict:
    e = energies(n)
    log_z = logsumexp(-beta * e)
    w = np.exp(-beta * e - log_z)
    mean = (w * e).sum()
    return {
        "free_energy": -log_z / beta / n,
        "energy": mean / n,
        "heat_capacity": beta**2 * ((w * e**2).sum() - mean**2) / n,
        "entropy": (beta * mean + log_z) / n,
    }


if __name__ == "__main__":
    got = observables(8, 0.5)["free_energy"]
    exact = -np.log((2 * np.cosh(0.5)) ** 8 + (2 * np.sinh(0.5)) ** 8) / 0.5 / 8
    assert np.isclose(got, exact)
