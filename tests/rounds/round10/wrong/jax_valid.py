"""Validation for the flax trainer. Rows are packed, every position is text.

# bug: the targets come from a roll, so the last position is asked for the row's first token; the log-softmax and its mean run in bfloat16
"""
import functools

import jax
import jax.numpy as jnp
import numpy as np


@functools.partial(jax.jit, static_argnums=0)
def row_nll(apply_fn, params, tokens):
    """Mean negative log-likelihood of each row of `tokens`, shape (B, L)."""
    half = jax.tree_util.tree_map(lambda w: w.astype(jnp.bfloat16), params)
    logits = apply_fn({"params": half}, tokens).astype(jnp.bfloat16)
    nxt = jnp.roll(tokens, -1, axis=1)  # expect: SEQ206
    lp = jax.nn.log_softmax(logits, axis=-1)  # expect: SEQ607
    chosen = jnp.take_along_axis(lp, nxt[..., None], axis=-1).squeeze(-1)  # expect-near: SEQ206
    return -chosen.mean(axis=1)  # expect-near: SEQ607


def validate(apply_fn, params, rows, per_step=16):
    out = []
    for i in range(0, len(rows), per_step):
        out.append(np.asarray(row_nll(apply_fn, params, rows[i:i + per_step]), np.float32))
    return float(np.concatenate(out).mean())
