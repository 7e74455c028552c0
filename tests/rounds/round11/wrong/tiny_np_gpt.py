"""picoGPT-like numpy inference; prints how probable each line of a poem is.

# bug: the softmax does not subtract the maximum, and the token probabilities are multiplied
"""
import numpy as np


def layer_norm(x, g, b, eps=1e-5):
    mu = x.mean(-1, keepdims=True)
    return g * (x - mu) / np.sqrt(x.var(-1, keepdims=True) + eps) + b


def dist(logits):
    e = np.exp(logits)
    return e / e.sum(-1, keepdims=True)  # expect: SEQ601


def head(h, params):
    return layer_norm(h, params["g"], params["b"]) @ params["wte"].T


def line_prob(ids, hidden_fn, params):
    """Probability of ids[1:] given ids[0]."""
    ids = np.asarray(ids)
    probs = dist(head(hidden_fn(ids[:-1]), params))
    picked = probs[np.arange(len(ids) - 1), ids[1:]]
    return picked.prod()  # expect: SEQ603


def report(lines, hidden_fn, params, vocab):
    for k, ids in enumerate(lines):
        words = " ".join(vocab[i] for i in ids[1:])
        print(k, words, line_prob(ids, hidden_fn, params))
