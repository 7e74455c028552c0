"""Gumbel-max sampling: the arg-max over noisy raw logits is an exact sample."""
import numpy as np


def gumbel_max(logits, rng):
    return np.argmax(logits + rng.gumbel(size=logits.shape), axis=-1)


def gumbel_topk(logits, k, rng):
    return np.argsort(-(logits + rng.gumbel(size=logits.shape)))[..., :k]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    z = np.log(np.array([0.7, 0.2, 0.1]))
    draws = gumbel_max(np.tile(z, (20000, 1)), rng)
    freq = np.bincount(draws, minlength=3) / len(draws)
    assert np.allclose(freq, np.exp(z), atol=0.02)
    assert sorted(gumbel_topk(z, 3, rng)) == [0, 1, 2]
