"""Exact thermodynamics of small Ising rings by enumeration."""
import itertools

import numpy as np
from scipy.special import logsumexp, xlogy


def energies(n, coupling=1.0, field=0.0):
    s = np.array(list(itertools.product([-1, 1], repeat=n)))
    bonds = (s * np.roll(s, -1, axis=1)).sum(axis=1)
    return -coupling * bonds - field * s.sum(axis=1)


def boltzmann(e, temperature):
    x = -e / temperature
    return np.exp(x - logsumexp(x))


def observables(n, temperature, **kw):
    e = energies(n, **kw)
    log_z = logsumexp(-e / temperature)
    p = boltzmann(e, temperature)
    u = (p * e).sum()
    entropy = -xlogy(p, p).sum()
    heat = ((p * e ** 2).sum() - u ** 2) / temperature ** 2
    return {"F": -temperature * log_z, "U": u, "S": entropy, "C": heat}


if __name__ == "__main__":
    for t in np.linspace(0.5, 4.0, 8):
        o = observables(10, t)
        assert abs(o["F"] - (o["U"] - t * o["S"])) < 1e-8
        print(f"{t:.2f}", *(f"{v:+.4f}" for v in o.values()))
