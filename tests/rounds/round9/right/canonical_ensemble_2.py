"""Thermodynamics of a finite spectrum: partition function, free energy, heat capacity."""
import numpy as np
from scipy.special import logsumexp

K_B = 8.617333262e-5  # eV / K


def log_partition(levels, temperature):
    return logsumexp(-np.asarray(levels) / (K_B * temperature))


def populations(levels, temperature):
    logw = -np.asarray(levels) / (K_B * temperature)
    return np.exp(logw - logsumexp(logw))


def mean_energy(levels, temperature):
    return float(np.dot(populations(levels, temperature), levels))


def free_energy(levels, temperature):
    return -K_B * temperature * log_partition(levels, temperature)


def entropy(levels, temperature):
    return (mean_energy(levels, temperature) - free_energy(levels, temperature)) / temperature


def heat_capacity(levels, temperature):
    p = populations(levels, temperature)
    e = np.asarray(levels)
    var = np.dot(p, e**2) - np.dot(p, e) ** 2
    return float(var / (K_B * temperature**2))


if __name__ == "__main__":
    spectrum = [0.0, 0.02, 0.05, 0.11]
    for T in (100, 300, 900):
        print(T, free_energy(spectrum, T), entropy(spectrum, T), heat_capacity(spectrum, T))
