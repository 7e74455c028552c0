"""Metrics for the Flax byte-pair model: sequence log-probability and bits per byte.

# bug: log_sigmoid of every logit stands in for log_softmax over the vocabulary; bits per byte are nats per byte, never divided by ln 2.
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


@partial(jax.jit, static_argnums=0)
def sequence_logp(apply_fn, params, tokens, valid):
    """log p of every row of `tokens` (first token not scored); `valid` is 1 on real tokens."""
    logits = apply_fn({"params": params}, tokens)
    table = jax.nn.log_sigmoid(logits[:, :-1])  # expect: SEQ107
    picked = jnp.take_along_axis(table, tokens[:, 1:, None], axis=-1)[..., 0]  # expect-near: SEQ107
    return jnp.where(valid[:, 1:] > 0, picked, 0.0).sum(axis=-1)


@partial(jax.jit, static_argnums=0)
def total_ce(apply_fn, params, tokens, valid):
    logits = apply_fn({"params": params}, tokens)
    ce = optax.softmax_cross_entropy_with_integer_labels(logits[:, :-1], tokens[:, 1:])
    return jnp.where(valid[:, 1:] > 0, ce, 0.0).sum()


def bits_per_byte(apply_fn, params, loader):
    spent, size = 0.0, 0
    for tokens, valid, raw in loader:
        spent += float(total_ce(apply_fn, params, tokens, valid))  # expect-near: SEQ412
        size += sum(len(r) for r in raw)
    return spent / max(size, 1)  # expect: SEQ412
