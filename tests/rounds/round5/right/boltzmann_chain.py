"""Exact partition function and magnetisation of a short Ising chain by enumeration."""
import itertools

import numpy as np


def energies(n, j=1.0, h=0.1):
    states = np.array(list(itertools.product([-1, 1], repeat=n)))
    e = -j * (states[:, :-1] * states[:, 1:]).sum(1) - h * states.sum(1)
    return states, e


def observables(n, beta):
    states, e = energies(n)
    w = np.exp(-beta * (e - e.min()))
    p = w / w.sum()
    free = e.min() - np.log(w.sum()) / beta
    return {"F": free, "E": p @ e, "m": p @ states.mean(1)}


if __name__ == "__main__":
    for t in np.linspace(0.5, 4.0, 8):
        print(t, observables(10, 1.0 / t))
