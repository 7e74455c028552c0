"""Held-out perplexity in JAX: inputs lose their last token, targets their first."""
import functools

import jax
import jax.numpy as jnp
import optax


@functools.partial(jax.jit, static_argnums=0)
def block_nats(apply_fn, params, tokens, mask):
    z = apply_fn({"params": params}, tokens[:, :-1])
    nats = optax.softmax_cross_entropy_with_integer_labels(z, tokens[:, 1:])
    m = mask[:, 1:]
    return (nats * m).sum(), m.sum()


def perplexity(apply_fn, params, loader):
    sums = [block_nats(apply_fn, params, t, m) for t, m in loader]
    nats = sum(float(a) for a, _ in sums)
    count = sum(float(b) for _, b in sums)
    return float(jnp.exp(nats / max(count, 1.0)))
