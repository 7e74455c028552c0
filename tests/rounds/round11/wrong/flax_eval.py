"""Held-out loss for a Flax decoder (pmap-free version).

# bug: log_softmax of a (batch, time, vocab) array runs over axis 1, the time steps
"""
from functools import partial

import jax
import jax.numpy as jnp


def shift_right(tokens, bos):
    return jnp.concatenate([jnp.full_like(tokens[:, :1], bos), tokens[:, :-1]], axis=1)


@partial(jax.jit, static_argnums=(0, 3))
def eval_step(apply_fn, params, batch, bos):
    tokens, weights = batch["tokens"], batch["weights"]
    logits = apply_fn({"params": params}, shift_right(tokens, bos))
    bsz, steps, vocab = logits.shape
    logp = jax.nn.log_softmax(logits, axis=1)  # expect: SEQ104
    hot = jax.nn.one_hot(tokens, vocab)
    per_token = -jnp.sum(hot * logp, axis=-1)
    return jnp.sum(per_token * weights), jnp.sum(weights)


def run(apply_fn, params, batches, bos=0):
    tot, cnt = 0.0, 0.0
    for b in batches:
        s, c = eval_step(apply_fn, params, b, bos)
        tot, cnt = tot + float(s), cnt + float(c)
    return {"nll_per_token": tot / max(cnt, 1.0), "tokens": cnt}
