"""numpy inference: log-probability of each line, and attention weights for the figure."""
import numpy as np


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def log_softmax(x):
    s = x - x.max(-1, keepdims=True)
    return s - np.log(np.exp(s).sum(-1, keepdims=True))


def attention(q, k, v, mask):
    w = softmax(q @ k.T / np.sqrt(q.shape[-1]) + mask)
    return w @ v, w


def line_logprob(ids, hidden, wte):
    """log p(ids[1:] | ids[0])"""
    ids = np.asarray(ids)
    lp = log_softmax(hidden(ids[:-1]) @ wte.T)
    return lp[np.arange(len(ids) - 1), ids[1:]].sum()
