"""Everything in base 2: surprisal by log2, perplexity by 2 ** H."""
import numpy as np


def cross_entropy_bits(probs):
    """probs: model probability of each word that occurred."""
    return -np.log2(probs).mean()


def perplexity(probs):
    return 2.0 ** cross_entropy_bits(probs)


def nats_to_bits(nats):
    return nats / np.log(2)


if __name__ == "__main__":
    p = np.array([0.5, 0.25, 0.125])
    assert np.isclose(perplexity(p), np.exp(-np.log(p).mean()))
    assert np.isclose(nats_to_bits(-np.log(p).mean()), cross_entropy_bits(p))
