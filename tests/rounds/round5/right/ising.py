"""Exact thermodynamics of a small Ising ring; energies are minimised, weights are Boltzmann factors."""
import itertools
import math

import numpy as np
from scipy.special import logsumexp


def energies(n, J=1.0, h=0.0):
    states = np.array(list(itertools.product([-1, 1], repeat=n)))
    bonds = (states * np.roll(states, -1, axis=1)).sum(axis=1)
    return states, -J * bonds - h * states.sum(axis=1)


def thermodynamics(n, T, **kw):
    states, E = energies(n, **kw)
    log_w = -E / T
    log_z = logsumexp(log_w)
    p = np.exp(log_w - log_z)
    U = (p * E).sum()
    entropy = -(p * (log_w - log_z)).sum()
    return {
        "ground": states[np.argmin(E)],
        "free_energy": -T * log_z,
        "U": U,
        "S": entropy,
        "C": ((p * E**2).sum() - U**2) / T**2,
        "S_bits": entropy / math.log(2),
    }


if __name__ == "__main__":
    for T in (0.5, 1.0, 2.0, 4.0):
        out = thermodynamics(8, T)
        assert abs(out["free_energy"] - (out["U"] - T * out["S"])) < 1e-9
        print(T, out["U"], out["S"])
