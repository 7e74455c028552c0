"""2-D Ising model: Metropolis sweep with periodic borders."""
import numpy as np


def sweep(spins, beta, rng):
    n = spins.shape[0]
    for _ in range(n * n):
        i, j = rng.integers(n, size=2)
        nb = spins[(i + 1) % n, j] + spins[i - 1, j] + spins[i, (j + 1) % n] + spins[i, j - 1]
        de = 2 * spins[i, j] * nb
        if de <= 0 or rng.random() < np.exp(-beta * de):
            spins[i, j] *= -1
    return spins


def energy(spins):
    return -(spins * (np.roll(spins, 1, axis=0) + np.roll(spins, 1, axis=1))).sum()
