"""Posterior over candidate parses from per-token log-probs.

# bug: token probabilities are multiplied over long parses and log-likelihoods are exponentiated before they are normalised
"""
import numpy as np


def parse_probability(model, prefix, parse):
    """p(parse | prefix) under a next-token model: model.logprobs(ids) -> (V,) log-probs."""
    steps = []
    for k in range(len(parse)):
        steps.append(np.exp(model.logprobs(prefix + parse[:k])[parse[k]]))
    return np.prod(steps)  # expect: SEQ603


def posterior(seq_loglik):
    """Relative probability of the parses, from their summed log-likelihoods."""
    weights = np.exp(np.asarray(seq_loglik, dtype=float))  # expect: SEQ605
    return weights / weights.sum()  # expect-near: SEQ605


def expected_size(seq_loglik, parses):
    return float(np.dot(posterior(seq_loglik), [len(p) for p in parses]))
