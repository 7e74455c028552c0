"""Average log-prob of a text in numpy, with the count of scored tokens."""
import numpy as np


def log_softmax(x):
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def average_logprob(logits, tokens):
    lp = log_softmax(np.asarray(logits, dtype=np.float64))
    scored = [lp[i, tokens[i + 1]] for i in range(len(tokens) - 1)]
    return sum(scored) / max(len(tokens) - 1, 1)


def perplexity(logits, tokens):
    return np.exp(-average_logprob(logits, tokens))
