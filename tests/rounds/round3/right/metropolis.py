"""Metropolis sampling of a periodic Ising chain."""
import numpy as np


def energy(spins, coupling=1.0):
    return -coupling * np.sum(spins * np.roll(spins, -1))


def sweep(spins, beta, rng):
    n = len(spins)
    for i in rng.permutation(n):
        cost = 2.0 * spins[i] * (spins[i - 1] + spins[(i + 1) % n])
        if cost <= 0 or rng.random() < np.exp(-beta * cost):
            spins[i] = -spins[i]
    return spins


def magnetisation(beta, n=64, sweeps=200, seed=0):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], n)
    total = 0.0
    for _ in range(sweeps):
        total += abs(sweep(s, beta, rng).mean())
    return total / sweeps


if __name__ == "__main__":
    assert energy(np.ones(8)) == -8
