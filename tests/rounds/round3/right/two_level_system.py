"""Thermodynamics of a few-level system; energies are measured from the ground state."""
import numpy as np
from scipy.special import logsumexp

K_B = 8.617333262e-5


def occupation(levels, temperature):
    e = np.asarray(levels) - np.min(levels)
    w = np.exp(-e / (K_B * temperature))
    return w / w.sum()


def free_energy(levels, temperature):
    kt = K_B * temperature
    return -kt * logsumexp(-np.asarray(levels) / kt)


def entropy(levels, temperature):
    p = occupation(levels, temperature)
    p = p[p > 0]
    return -K_B * np.sum(p * np.log(p))


if __name__ == "__main__":
    lv, t = [0.0, 0.05, 0.2], 300.0
    u = occupation(lv, t) @ np.array(lv)
    assert np.isclose(free_energy(lv, t), u - t * entropy(lv, t))
