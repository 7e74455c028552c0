"""Metropolis sampling of the 2-D Ising model, with the exact partition sum for tiny grids."""
import itertools

import numpy as np


def energy(s, J=1.0):
    return -J * float((s * np.roll(s, 1, 0)).sum() + (s * np.roll(s, 1, 1)).sum())


def log_partition(n, beta):
    logs = []
    for spins in itertools.product((-1, 1), repeat=n * n):
        logs.append(-beta * energy(np.array(spins).reshape(n, n)))
    logs = np.array(logs)
    top = logs.max()
    return top + np.log(np.exp(logs - top).sum())


def sweep(s, beta, rng):
    n = len(s)
    for _ in range(n * n):
        i, j = rng.integers(n, size=2)
        nb = s[(i + 1) % n, j] + s[i - 1, j] + s[i, (j + 1) % n] + s[i, j - 1]
        d = 2 * s[i, j] * nb
        if d <= 0 or rng.random() < np.exp(-beta * d):
            s[i, j] *= -1
    return s


def magnetisation(n, beta, sweeps=200, seed=0):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], size=(n, n))
    out = [abs(sweep(s, beta, rng).mean()) for _ in range(sweeps)]
    return float(np.mean(out[sweeps // 2 :]))
