"""Exact and Monte-Carlo averages of a small Ising ring."""
import itertools

import numpy as np
from scipy.special import expit, logsumexp


def energy(spins, coupling=1.0, field=0.0):
    s = np.asarray(spins, dtype=float)
    return -coupling * np.sum(s * np.roll(s, -1)) - field * s.sum()


def exact(n, beta, **kw):
    states = list(itertools.product((-1, 1), repeat=n))
    logits = np.array([-beta * energy(s, **kw) for s in states])
    log_z = logsumexp(logits)
    weights = np.exp(logits - log_z)
    mean_energy = float(np.dot(weights, [energy(s, **kw) for s in states]))
    free_energy = -log_z / beta
    entropy = beta * (mean_energy - free_energy)
    return {"F": free_energy, "U": mean_energy, "S": entropy}


def heat_bath(n, beta, sweeps, seed=0, coupling=1.0):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], size=n)
    total = 0.0
    for _ in range(sweeps):
        for i in range(n):
            local = coupling * (s[i - 1] + s[(i + 1) % n])
            p_up = expit(2 * beta * local)
            s[i] = 1 if rng.random() < p_up else -1
        total += energy(s, coupling=coupling)
    return total / sweeps


if __name__ == "__main__":
    print(exact(8, 0.5))
    print(heat_bath(8, 0.5, 4000))
