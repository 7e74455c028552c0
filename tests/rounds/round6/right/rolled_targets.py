"""Validation perplexity of a jax LM; the wrapped last column carries no weight."""
import jax
import jax.numpy as jnp


def targets_and_weights(x, mask):
    y = jnp.roll(x, -1, axis=1)
    w = jnp.roll(mask, -1, axis=1).at[:, -1].set(0)
    return y, w.astype(jnp.float32)


def nll_sums(logits, x, mask):
    y, w = targets_and_weights(x, mask)
    lsm = jax.nn.log_softmax(logits.astype(jnp.float32))
    picked = jnp.take_along_axis(lsm, y[..., None], axis=2)[..., 0]
    return -(picked * w).sum(), w.sum()


def perplexity(apply, params, batches):
    s = n = 0.0
    for x, mask in batches:
        a, b = nll_sums(apply(params, x), x, mask)
        s, n = s + a, n + b
    return float(jnp.exp(s / jnp.maximum(n, 1.0)))


if __name__ == "__main__":
    ids = jnp.array([[1, 2, 3, 0], [4, 1, 2, 3]])
    flat = perplexity(lambda p, v: jnp.zeros(v.shape + (7,)), None, [(ids, jnp.array([[1, 1, 1, 0], [1] * 4]))])
    assert abs(flat - 7.0) < 1e-4
