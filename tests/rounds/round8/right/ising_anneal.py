"""2-D Ising model with periodic boundaries, annealed by checkerboard Metropolis sweeps."""
import numpy as np

J = 1.0


def neighbours(s):
    return np.roll(s, 1, 0) + np.roll(s, -1, 0) + np.roll(s, 1, 1) + np.roll(s, -1, 1)


def energy(s):
    return -J * np.sum(s * (np.roll(s, -1, axis=0) + np.roll(s, -1, axis=1)))


def sweep(s, beta, rng):
    mask = np.indices(s.shape).sum(axis=0) % 2
    for parity in (0, 1):
        dE = 2 * J * s * neighbours(s)
        accept = rng.random(s.shape) < np.exp(-beta * np.clip(dE, 0, None))
        s = np.where((mask == parity) & accept, -s, s)
    return s


def anneal(n=64, temps=np.linspace(4.0, 1.0, 40), seed=1):
    rng = np.random.default_rng(seed)
    s = rng.choice([-1, 1], size=(n, n))
    curve = []
    for T in temps:
        for _ in range(50):
            s = sweep(s, 1.0 / T, rng)
        curve.append((T, energy(s) / s.size, abs(s.mean())))
    return np.array(curve)
