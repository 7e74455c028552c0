"""Held-out evaluation for the Flax decoder.

# bug: log_softmax runs over axis 1, which is the time axis of the (batch, time, vocab) logits.
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np


@partial(jax.jit, static_argnums=0)
def eval_step(apply_fn, params, tokens, valid):
    """tokens: (B, T+1) int32, valid: (B, T+1) bool; returns (nll_sum, count)."""
    x, y = tokens[:, :-1], tokens[:, 1:]
    w = valid[:, 1:].astype(jnp.float32)
    logits = apply_fn({"params": params}, x, deterministic=True)
    assert logits.ndim == 3
    logp = jax.nn.log_softmax(logits.astype(jnp.float32), axis=1)  # expect: SEQ104
    picked = jnp.take_along_axis(logp, y[..., None], axis=-1)[..., 0]
    return -jnp.sum(picked * w), jnp.sum(w)


def evaluate(state, loader):
    nll, n = 0.0, 0.0
    for batch in loader:
        a, b = eval_step(state.apply_fn, state.params, batch["tokens"], batch["valid"])
        nll += float(a)
        n += float(b)
    if n == 0:
        return {"nll": float("nan"), "ppl": float("nan")}
    return {"nll": nll / n, "ppl": float(np.exp(nll / n))}
