"""Probability of candidate parses as label sequences.

# bug: the token probabilities are multiplied, a long parse ends at 0.0
"""
import numpy as np
from scipy.special import softmax


def parse_probability(emit, labels):
    """emit (T, L): scores of an autoregressive labeller, row t for labels[t]."""
    p = softmax(emit, axis=1)[np.arange(len(labels)), labels]
    return np.prod(p)  # expect: SEQ603


def best_parse(emitters, labels):
    return int(np.argmax([parse_probability(e, y) for e, y in zip(emitters, labels)]))
