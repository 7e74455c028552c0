"""Softmax and log-softmax by hand, with the maximum subtracted."""
import numpy as np


def softmax(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z, axis=-1):
    m = z.max(axis=axis, keepdims=True)
    return z - m - np.log(np.exp(z - m).sum(axis=axis, keepdims=True))


def token_logprobs(z, ids):
    """Row t of z predicts ids[t]."""
    return log_softmax(z)[np.arange(len(ids)), ids]


if __name__ == "__main__":
    z = np.array([[1000.0, 999.0, -5.0], [0.0, 1.0, 2.0]])
    assert np.allclose(np.log(softmax(z[1:])), log_softmax(z[1:]))
    assert np.isfinite(token_logprobs(z, [1, 2])).all()
