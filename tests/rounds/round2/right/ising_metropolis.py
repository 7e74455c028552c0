"""2-D Ising model: Metropolis sampling with periodic boundaries."""
import math

import numpy as np


def energy(s):
    return -float(np.sum(s * np.roll(s, 1, axis=0)) + np.sum(s * np.roll(s, 1, axis=1)))


def sweep(s, beta, rng):
    n, m = s.shape
    for _ in range(s.size):
        i, j = rng.integers(n), rng.integers(m)
        field = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % m] + s[i, j - 1]
        delta = 2.0 * s[i, j] * field
        if delta <= 0 or rng.random() < math.exp(-beta * delta):
            s[i, j] = -s[i, j]


def magnetisation(size=16, beta=0.44, sweeps=200, seed=1):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], size=(size, size))
    m = []
    for _ in range(sweeps):
        sweep(s, beta, rng)
        m.append(abs(s.mean()))
    return np.mean(m), energy(s)
