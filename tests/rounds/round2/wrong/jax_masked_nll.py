"""Masked next-token loss for the equinox trainer.

# bug: targets are tokens[:, 1:], the weights are weights[:, :-1]
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


def nll_and_count(forward, params, tokens, attn, weights):
    """weights (B, T) is 1.0 on answer tokens."""
    z = forward(params, tokens, attn)
    per = optax.softmax_cross_entropy_with_integer_labels(z[:, :-1], tokens[:, 1:])
    w = weights[:, :-1]  # expect-near: SEQ203
    return jnp.sum(per * w), jnp.sum(w)  # expect: SEQ203


@partial(jax.jit, static_argnums=0)
def loss_fn(forward, params, batch):
    s, n = nll_and_count(forward, params, batch["tokens"], batch["attn"], batch["answer"])
    return s / jnp.maximum(n, 1.0)
