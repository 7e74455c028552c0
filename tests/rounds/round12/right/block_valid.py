"""Validation of a bf16 haiku/flax decoder on packed blocks of equal size."""
import jax
import jax.numpy as jnp


def make_valid(apply):
    def nll(params, block):
        logits = apply(params, block).astype(jnp.float32)
        goal = jnp.roll(block, shift=-1, axis=-1)
        live = jnp.ones_like(goal).at[:, -1].set(0)
        lz = jax.nn.logsumexp(logits, axis=-1)
        hit = jnp.take_along_axis(logits, goal[..., None], axis=-1)[..., 0]
        per = (lz - hit) * live
        return per.sum(), live.sum()

    return jax.jit(nll)


def valid(apply, params, blocks):
    f, a, n = make_valid(apply), 0.0, 0
    for b in blocks:
        s, c = f(params, b)
        a, n = a + float(s), n + int(c)
    return {"nll": a / n, "ppl": float(jnp.exp(a / n))}
