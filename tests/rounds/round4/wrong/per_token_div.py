"""Average log-prob of a text, numpy.
# bug: N - 1 scored tokens are summed and divided by N.
"""
import numpy as np


def log_softmax(x):
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def average_logprob(logits, tokens):
    """Log-probability per scored token; logits (T, V), tokens (T,)."""
    lp = log_softmax(np.asarray(logits, dtype=np.float64))
    acc = 0.0
    for i in range(len(tokens) - 1):
        acc += lp[i, tokens[i + 1]]
    return acc / len(tokens)  # expect: SEQ403


def perplexity(logits, tokens):
    return np.exp(-average_logprob(logits, tokens))  # expect-near: SEQ403
