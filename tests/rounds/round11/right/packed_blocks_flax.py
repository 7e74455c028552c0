"""Held-out loss of packed blocks; the wrapped last position is masked."""
import jax
import jax.numpy as jnp
import optax


def build(apply_fn):
    def totals(params, block):
        z = apply_fn({"params": params}, block, train=False).astype(jnp.float32)
        y = jnp.roll(block, -1, axis=1)
        w = jnp.ones(block.shape, jnp.float32).at[:, -1].set(0.0)
        nll = optax.softmax_cross_entropy_with_integer_labels(z, y)
        return (nll * w).sum(), w.sum()

    return jax.jit(totals)


def heldout(apply_fn, params, blocks):
    f = build(apply_fn)
    s = n = 0.0
    for b in blocks:
        a, c = f(params, b)
        s, n = s + a, n + c
    h = s / jnp.maximum(n, 1.0)
    return {"nats": float(h), "bits": float(h / jnp.log(2.0)), "ppl": float(2.0 ** (h / jnp.log(2.0)))}
