"""Exact and Monte Carlo averages of a small Ising ring."""
import itertools
import math

import numpy as np
from scipy.special import logsumexp


def energy(s, j=1.0, h=0.0):
    s = np.asarray(s)
    return -j * (s * np.roll(s, -1)).sum() - h * s.sum()


def exact(n, beta):
    states = list(itertools.product((-1, 1), repeat=n))
    e = np.array([energy(s) for s in states])
    log_z = logsumexp(-beta * e)
    w = np.exp(-beta * e - log_z)
    return {"F": -log_z / beta, "E": float((w * e).sum()), "S": float(beta * (w * e).sum() + log_z)}


def metropolis(n, beta, sweeps, seed=1):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], n)
    seen = []
    for _ in range(sweeps):
        for i in rng.integers(0, n, n):
            de = 2 * s[i] * (s[i - 1] + s[(i + 1) % n])
            if de <= 0 or rng.random() < math.exp(-beta * de):
                s[i] *= -1
        seen.append(energy(s))
    return np.mean(seen)


if __name__ == "__main__":
    print(exact(10, 0.5), metropolis(10, 0.5, 4000))
