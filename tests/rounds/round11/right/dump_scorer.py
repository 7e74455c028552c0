"""Numpy scorer of dumped logits, one value per sequence, and the corpus total."""
import numpy as np
from scipy.special import logsumexp


def per_token(z, tokens):
    z = z[:, :-1].astype(np.float64)
    return np.take_along_axis(z, tokens[:, 1:, None], axis=2)[..., 0] - logsumexp(z, axis=2)


def sequence_logprobs(z, tokens, weights):
    return np.sum(per_token(z, tokens) * weights[:, 1:], axis=1)


def corpus_nll(z, tokens, weights):
    """Mean NLL per token over the whole dump."""
    w = weights[:, 1:]
    return -np.sum(per_token(z, tokens) * w) / max(w.sum(), 1)
