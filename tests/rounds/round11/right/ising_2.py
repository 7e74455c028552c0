"""Two-level and Ising partition sums."""
import numpy as np


def two_level(delta, kT):
    """Occupation of the upper level."""
    return 1.0 / (1.0 + np.exp(delta / kT))


def boltzmann(energies, kT):
    x = -(energies - energies.min()) / kT
    w = np.exp(x)
    return w / w.sum()


def free_energy(energies, kT):
    e0 = energies.min()
    return e0 - kT * np.log(np.exp(-(energies - e0) / kT).sum())


def metropolis(spins, J, kT, rng):
    n = spins.shape[0]
    for _ in range(n * n):
        i, j = rng.integers(n, size=2)
        nb = np.roll(spins, 1, 0)[i, j] + np.roll(spins, -1, 0)[i, j] + np.roll(spins, 1, 1)[i, j] + np.roll(spins, -1, 1)[i, j]
        if rng.random() < np.exp(min(0.0, -2 * J * spins[i, j] * nb / kT)):
            spins[i, j] *= -1
    return spins
