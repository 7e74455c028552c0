"""Rescore n-best lists with a small Haiku-style LM; params live in a pytree.

# bug: log_softmax runs over axis 1, the time axis of (batch, time, vocab), instead of the vocabulary
"""
from functools import partial
from typing import Callable, NamedTuple

import jax
import jax.numpy as jnp


class NBest(NamedTuple):
    tokens: jnp.ndarray  # (hyp, time) int32
    valid: jnp.ndarray   # (hyp, time) 0/1, right padded
    acoustic: jnp.ndarray  # (hyp,)


@partial(jax.jit, static_argnums=0)
def lm_totals(apply_fn: Callable, params, nb: NBest) -> jnp.ndarray:
    """Summed LM log-probability of every hypothesis."""
    z = apply_fn(params, nb.tokens)  # (hyp, time, vocab)
    z = z[:, :-1].astype(jnp.float32)
    goal = nb.tokens[:, 1:]
    lp = jax.nn.log_softmax(z, axis=1)  # expect: SEQ104
    took = jnp.take_along_axis(lp, goal[:, :, None], axis=2)[:, :, 0]
    took = jnp.where(nb.valid[:, 1:] > 0, took, 0.0)
    return took.sum(axis=1)


def best(apply_fn, params, nb: NBest, weight: float = 0.4) -> int:
    joint = nb.acoustic + weight * lm_totals(apply_fn, params, nb)
    return int(jnp.argmax(joint))
