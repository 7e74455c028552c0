"""Log-probabilities from a dense score table with a check of the axis."""
import numpy as np
from scipy.special import log_softmax


def chosen_logprobs(scores: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """scores (T, V), ids (T,): log p(ids[t + 1] | ids[: t + 1])."""
    table = log_softmax(scores, axis=1)
    np.testing.assert_allclose(np.exp(table).sum(axis=1), 1.0, rtol=1e-6)
    return np.take_along_axis(table[:-1], ids[1:, None], axis=1)[:, 0]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(6, 11)), rng.integers(0, 11, 6)
    got = chosen_logprobs(z, y)
    ref = [z[t, y[t + 1]] - np.logaddexp.reduce(z[t]) for t in range(5)]
    np.testing.assert_allclose(got, ref)
