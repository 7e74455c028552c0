"""Ising chain: Boltzmann weights, partition function and free energy."""
import numpy as np


def energies(n, coupling=1.0):
    spins = np.array(np.meshgrid(*[[-1, 1]] * n)).reshape(n, -1).T
    return -coupling * (spins[:, :-1] * spins[:, 1:]).sum(1)


def boltzmann(energy, kt):
    w = np.exp(-(energy - energy.min()) / kt)
    return w / w.sum()


def free_energy(energy, kt):
    low = energy.min()
    return low - kt * np.log(np.exp(-(energy - low) / kt).sum())


def heat_capacity(energy, kt):
    p = boltzmann(energy, kt)
    mean = (p * energy).sum()
    return ((p * energy**2).sum() - mean**2) / kt**2
