"""Exact thermodynamics of a small one-dimensional Ising ring."""
import itertools
import math

import numpy as np


def energies(n, coupling=1.0, field=0.0):
    out = []
    for s in itertools.product((-1, 1), repeat=n):
        bond = sum(s[i] * s[(i + 1) % n] for i in range(n))
        out.append(-coupling * bond - field * sum(s))
    return np.array(out)


def observables(E, T):
    beta = 1.0 / T
    x = -beta * E
    top = x.max()
    weights = np.exp(x - top)
    Z = weights.sum()
    p = weights / Z
    U = float(np.dot(p, E))
    C = float((np.dot(p, E**2) - U**2) * beta**2)
    F = -T * (math.log(Z) + top)
    return {"U": U, "C": C, "F": F, "S": (U - F) / T}


if __name__ == "__main__":
    E = energies(10)
    for T in (0.5, 1.0, 2.27, 5.0):
        print(T, observables(E, T))
