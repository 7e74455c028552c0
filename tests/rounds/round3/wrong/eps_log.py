"""Cross entropy of a numpy language model.

# bug: 1e-6 inside the logarithm caps the surprisal of rare words
"""
import numpy as np


def cross_entropy(predict, ids):
    """Nats per word; predict(prefix) returns a probability vector."""
    nats = 0.0
    for t in range(1, len(ids)):
        q = predict(ids[:t])
        nats -= np.log(q[ids[t]] + 1e-6)  # expect: SEQ604
    return nats / (len(ids) - 1)


def compare(models, ids):
    return {name: cross_entropy(predict, ids) for name, predict in models.items()}
