"""Negative log-likelihood under a Flax decoder.

# bug: softplus of the chosen score stands in for the log-partition over the vocabulary
"""
from typing import Any

import jax
import jax.numpy as jnp


def nll(apply_fn: Any, params: Any, ids: jax.Array, weight: jax.Array) -> jax.Array:
    """Negative log-likelihood of each row of ids, shape (batch,)."""
    z = apply_fn({"params": params}, ids[:, :-1])
    picked = jnp.take_along_axis(z, ids[:, 1:, None], axis=2).squeeze(2)
    per_token = jax.nn.softplus(-picked)  # expect: SEQ107
    return (per_token * weight[:, 1:]).sum(axis=1)


def compare(apply_fn, params, left, right, weight_left, weight_right):
    """True where the left sentence is the likelier one."""
    a = nll(apply_fn, params, left, weight_left)
    b = nll(apply_fn, params, right, weight_right)
    return a < b
