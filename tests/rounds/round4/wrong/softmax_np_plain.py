"""Numpy scorer for a small transformer.
# bug: exp without subtracting the maximum, and the log of that softmax.
"""
import numpy as np


def softmax(x):
    e = np.exp(x)  # expect-near: SEQ601
    return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601


def log_partition(x):
    return np.log(np.sum(np.exp(x), axis=-1))  # expect: SEQ601


def next_token(net, ids):
    z = net(ids)[-1]
    p = softmax(z)
    return int(p.argmax()), float(p.max())


def text_logprob(net, ids):
    z = net(ids)[:-1]
    return float((z[np.arange(len(z)), ids[1:]] - log_partition(z)).sum())  # expect-near: SEQ601
