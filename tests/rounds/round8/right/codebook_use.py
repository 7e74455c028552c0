"""Codebook perplexity of a VQ autoencoder and the hardest images of an epoch."""
import numpy as np
from scipy.stats import entropy


def codebook_perplexity(codes, size):
    """exp of the entropy of code usage; `size` when all codes are used equally."""
    used = np.bincount(np.ravel(codes), minlength=size)
    return float(np.exp(entropy(used)))


def hardest(losses, names, k=8):
    losses = np.asarray(losses)
    worst = int(np.argmax(losses))
    order = np.argsort(losses)[::-1][:k]
    return names[worst], [names[i] for i in order]
