"""Length-normalised option scores, each divided by its own number of tokens."""
import numpy as np


def normalised(logp, ids, lengths):
    """logp (B, T, V), row t predicts ids[:, t]; lengths count the tokens of each option, at least 1."""
    inside = np.arange(ids.shape[1])[None, :] < lengths[:, None]
    got = np.take_along_axis(logp, ids[:, :, None], axis=2)[:, :, 0]
    return np.where(inside, got, 0.0).sum(axis=1) / np.maximum(lengths, 1)


if __name__ == "__main__":
    rng = np.random.default_rng(3)
    z = rng.normal(size=(2, 4, 7))
    lp = z - np.logaddexp.reduce(z, axis=2)[:, :, None]
    y, n = rng.integers(0, 7, (2, 4)), np.array([4, 2])
    want = [np.mean([lp[b, t, y[b, t]] for t in range(n[b])]) for b in range(2)]
    np.testing.assert_allclose(normalised(lp, y, n), want)
