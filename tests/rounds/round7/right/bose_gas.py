"""Grand potential of an ideal Bose gas and of a set of two-level systems (k_B = 1)."""
import numpy as np


def bose_log_z(levels, T, mu=-0.05):
    x = (np.asarray(levels, float) - mu) / T
    return -np.log(-np.expm1(-x)).sum()


def two_level_occupation(gap, T):
    w = np.exp(-gap / T)
    return w / (1.0 + w)


def system_reliability(p_component):
    """Probability that none of a handful of serial parts fails."""
    return np.prod(1.0 - np.asarray(p_component))


def mixing_entropy(x):
    x = np.asarray(x, float)
    x = x[x > 0]
    return -(x * np.log(x)).sum()


if __name__ == "__main__":
    T = np.linspace(0.2, 2.0, 10)
    lz = np.array([bose_log_z(np.arange(1, 50), t) for t in T])
    print(np.round(-T * lz, 4))
    print(two_level_occupation(0.7, 1.0), system_reliability([0.01, 0.02]), mixing_entropy([0.2, 0.8, 0.0]))
