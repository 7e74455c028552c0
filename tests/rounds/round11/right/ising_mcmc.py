"""Ising model: exact partition function of a small ring and Metropolis averages."""
import itertools

import numpy as np
from scipy.special import logsumexp


def energy(s, J=1.0):
    return -J * float(np.sum(s * np.roll(s, -1)))


def log_partition(n, beta):
    states = np.array(list(itertools.product([-1, 1], repeat=n)))
    return logsumexp([-beta * energy(s) for s in states])


def metropolis(n, beta, steps, seed=1):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], size=n)
    e, trace = energy(s), []
    for _ in range(steps):
        i = rng.integers(n)
        d = 2.0 * s[i] * (s[i - 1] + s[(i + 1) % n])
        if d <= 0 or rng.random() < np.exp(-beta * d):
            s[i] *= -1
            e += d
        trace.append(e)
    return float(np.mean(trace)) / n
