"""Attention in numpy with a causal mask and a check against permutations of the future."""
import numpy as np


def attention(q, k, v):
    s = q @ k.T / np.sqrt(q.shape[-1])
    s = np.where(np.tri(len(q), dtype=bool), s, -np.inf)
    w = np.exp(s - s.max(axis=-1, keepdims=True))
    w /= w.sum(axis=-1, keepdims=True)
    return w @ v, w


def attention_entropy(w):
    """Entropy of every row; masked entries contribute nothing."""
    return -np.sum(w * np.log(w, where=w > 0, out=np.zeros_like(w)), axis=-1)


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    q, k, v = rng.normal(size=(3, 5, 4))
    out, w = attention(q, k, v)
    k2, v2 = k.copy(), v.copy()
    k2[3:], v2[3:] = k[3:][::-1], v[3:][::-1]
    assert np.allclose(attention(q, k2, v2)[0][:3], out[:3])
    assert np.isclose(attention_entropy(w)[0], 0.0)
