"""Histogram reweighting for the 2-D Ising model: averages at nearby temperatures from one Monte Carlo run."""
import numpy as np
from scipy.special import logsumexp


def log_weights(energy, beta0, beta):
    return -(beta - beta0) * np.asarray(energy, dtype=float)


def reweighted_mean(obs, energy, beta0, beta):
    lw = log_weights(energy, beta0, beta)
    w = np.exp(lw - logsumexp(lw))
    return float(np.sum(w * obs))


def effective_samples(energy, beta0, beta):
    lw = log_weights(energy, beta0, beta)
    return float(np.exp(2 * logsumexp(lw) - logsumexp(2 * lw)))


def free_energy_difference(energy, beta0, beta):
    lw = log_weights(energy, beta0, beta)
    return -(logsumexp(lw) - np.log(len(lw)))


def metropolis_accept(d_e, beta, rng):
    return d_e <= 0 or rng.random() < np.exp(-beta * d_e)


def neighbours(spins):
    return sum(np.roll(spins, s, axis) for s in (1, -1) for axis in (0, 1))


def total_energy(spins):
    return -0.5 * float((spins * neighbours(spins)).sum())


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    e = rng.normal(-100, 12, size=5000)
    for b in (0.40, 0.42, 0.44):
        print(b, reweighted_mean(e, e, 0.42, b), effective_samples(e, 0.42, b))
