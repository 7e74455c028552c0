"""numpy look-up with ignored labels clipped first and dropped afterwards."""
import numpy as np


def log_softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def answer_logprob(logits, labels):
    """logits (T, V) and unshifted labels (T,) with -100 outside the answer."""
    y = np.asarray(labels)[1:]
    lp = log_softmax(np.asarray(logits, dtype=np.float64)[:-1])
    safe = np.where(y < 0, 0, y)
    picked = lp[np.arange(y.size), safe]
    return picked[y >= 0].sum()


if __name__ == "__main__":
    z = np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 0.0]])
    assert np.isclose(answer_logprob(z, [-100, -100, 0]), 0.0)
    assert np.isclose(answer_logprob(z, [-100, 1, 1]), -np.log(2) - 1000)
