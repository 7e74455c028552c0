"""2-D Ising model: Metropolis sweeps and exact averages of a tiny lattice."""
import itertools

import numpy as np


def energy(s):
    return -float((s * np.roll(s, -1, axis=0)).sum() + (s * np.roll(s, -1, axis=1)).sum())


def sweep(s, beta, rng):
    n = s.shape[0]
    for _ in range(s.size):
        i, j = rng.integers(n, size=2)
        around = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % n] + s[i, j - 1]
        d = 2.0 * s[i, j] * around
        if d <= 0 or rng.random() < np.exp(-beta * d):
            s[i, j] *= -1
    return s


def exact(n, beta):
    """Mean energy and entropy per site by enumeration."""
    es = np.array([energy(np.array(c).reshape(n, n)) for c in itertools.product((-1, 1), repeat=n * n)])
    shifted = -beta * (es - es.min())
    w = np.exp(shifted)
    z = w.sum()
    p = w / z
    mean_e = float((p * es).sum())
    log_z = np.log(z) - beta * es.min()
    return mean_e / n**2, float(beta * mean_e + log_z) / n**2
