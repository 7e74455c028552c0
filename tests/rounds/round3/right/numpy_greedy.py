"""(log-probability, is_greedy) from an aligned table."""
import numpy as np


def score(logp, continuation):
    """logp (n, V): row i predicts continuation[i]."""
    greedy = np.array_equal(logp.argmax(axis=-1), continuation)
    total = np.take_along_axis(logp, np.asarray(continuation)[:, None], axis=-1).sum()
    return float(total), bool(greedy)


def first_miss(logp, continuation):
    """Index of the first token that greedy decoding would not produce."""
    differs = logp.argmax(axis=-1) != continuation
    return int(differs.argmax()) if differs.any() else None


if __name__ == "__main__":
    t = np.log(np.array([[0.7, 0.3], [0.4, 0.6]]))
    total, greedy = score(t, np.array([0, 1]))
    assert greedy and np.isclose(total, np.log(0.42))
    assert first_miss(t, np.array([0, 0])) == 1
