"""Thermodynamics of a list of energy levels, in log space."""
import numpy as np
from scipy.special import logsumexp

K_B = 8.617333262e-5        # eV / K


class Levels:
    def __init__(self, energies, degeneracy=None):
        self.e = np.asarray(energies, dtype=float)
        self.g = np.ones_like(self.e) if degeneracy is None else np.asarray(degeneracy, dtype=float)

    def log_z(self, temperature):
        return logsumexp(-self.e / (K_B * temperature), b=self.g)

    def occupation(self, temperature):
        return self.g * np.exp(-self.e / (K_B * temperature) - self.log_z(temperature))

    def free_energy(self, temperature):
        return -K_B * temperature * self.log_z(temperature)

    def mean_energy(self, temperature):
        return float((self.occupation(temperature) * self.e).sum())
