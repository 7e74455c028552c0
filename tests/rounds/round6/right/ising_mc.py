"""2-D Ising model: Metropolis sweeps, Boltzmann reweighting and the ground-state search."""
import math

import numpy as np
from scipy.special import logsumexp


def energy(s):
    return -float((s * np.roll(s, 1, 0)).sum() + (s * np.roll(s, 1, 1)).sum())


def sweep(s, beta, rng):
    n = s.shape[0]
    for _ in range(s.size):
        i, j = rng.integers(n, size=2)
        nb = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % n] + s[i, j - 1]
        d = 2 * s[i, j] * nb
        if d <= 0 or rng.random() < math.exp(-beta * d):
            s[i, j] *= -1
    return s


def reweight(energies, observable, beta0, beta1):
    log_w = -(beta1 - beta0) * np.asarray(energies)
    w = np.exp(log_w - logsumexp(log_w))
    return float((w * observable).sum())


def free_energy(levels, degeneracy, beta):
    return -logsumexp(-beta * np.asarray(levels), b=np.asarray(degeneracy)) / beta


if __name__ == "__main__":
    rng = np.random.default_rng(7)
    s = rng.choice([-1, 1], size=(8, 8))
    es, ms = [], []
    for _ in range(50):
        s = sweep(s, 0.4, rng)
        es.append(energy(s))
        ms.append(abs(s.mean()))
    print(np.argmin(es), reweight(es, ms, 0.4, 0.42))
