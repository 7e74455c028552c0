"""t-SNE: bandwidth search for a given perplexity (2 to the entropy in bits)."""
import numpy as np


def row_affinities(sq, beta):
    p = np.exp(-(sq - sq.min()) * beta)
    return p / p.sum()


def entropy_bits(p):
    p = p[p > 1e-300]
    return -(p * np.log2(p)).sum()


def search(sq, perplexity, steps=60):
    lo, hi, beta = 0.0, np.inf, 1.0
    for _ in range(steps):
        if 2.0 ** entropy_bits(row_affinities(sq, beta)) > perplexity:
            lo, beta = beta, beta * 2 if np.isinf(hi) else (beta + hi) / 2
        else:
            hi, beta = beta, (beta + lo) / 2
    return row_affinities(sq, beta)


if __name__ == "__main__":
    d = np.random.default_rng(0).uniform(0, 9, 30)
    assert np.isclose(2.0 ** entropy_bits(search(d, 7.0)), 7.0, rtol=1e-3)
