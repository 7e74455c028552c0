"""Base 2 throughout: log2 in, 2 ** out."""
import numpy as np


def cross_entropy_bits(token_probs):
    """token_probs: smoothed bigram probabilities, all positive."""
    return float(-np.log2(token_probs).mean())


def perplexity(token_probs):
    return 2 ** cross_entropy_bits(token_probs)


def from_nats(mean_nll):
    return 2 ** (mean_nll / np.log(2))


def distribution_perplexity(p):
    """Effective number of classes of a distribution with full support."""
    return 2 ** -np.sum(p * np.log2(p))
