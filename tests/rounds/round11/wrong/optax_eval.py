"""Validation loss of the Haiku / Flax transformer.

# bug: roll makes the first token the target of the last position, and that position stays in the mean
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


@partial(jax.jit, static_argnums=0)
def batch_nll(apply_fn, params, tokens):
    """tokens: (B, T) packed documents without padding; returns nats per token."""
    z = apply_fn({"params": params}, tokens, deterministic=True)
    y = jnp.roll(tokens, shift=-1, axis=1)  # expect: SEQ206
    ce = optax.softmax_cross_entropy_with_integer_labels(z.astype(jnp.float32), y)  # expect-near: SEQ206
    return ce.sum(), ce.size


def validate(state, loader):
    total = 0.0
    count = 0
    for tokens in loader:
        s, n = batch_nll(state.apply_fn, state.params, jnp.asarray(tokens))
        total += float(s)
        count += int(n)
    nats = total / max(count, 1)
    return {"val/nats": nats, "val/ppl": float(jnp.exp(nats))}
