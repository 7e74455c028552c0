"""Numpy softmax and log-partition with the maximum taken out."""
import numpy as np


def softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - m)
    return e / e.sum(axis=-1, keepdims=True)


def log_partition(x):
    m = np.max(x, axis=-1, keepdims=True)
    return np.log(np.sum(np.exp(x - m), axis=-1)) + m[..., 0]


def text_logprob(net, ids):
    z = net(ids)[:-1].astype(np.float64)
    return float((z[np.arange(len(z)), ids[1:]] - log_partition(z)).sum())
