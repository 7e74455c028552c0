"""Bits per byte and row log-probabilities, JAX."""
import math

import jax
import jax.numpy as jnp


def _picked(logits, tokens):
    logp = jax.nn.log_softmax(logits[:, :-1].astype(jnp.float32))
    return jnp.take_along_axis(logp, tokens[:, 1:][..., None], axis=2).squeeze(2)


def row_logp(logits, tokens, valid):
    keep = valid[:, 1:].astype(bool)
    return jnp.sum(jnp.where(keep, _picked(logits, tokens), 0.0), axis=1)


def bits_per_byte(model_fn, batches):
    nats = 0.0
    n_bytes = 0
    for tokens, valid, texts in batches:
        nats -= float(row_logp(model_fn(tokens), tokens, valid).sum())
        n_bytes += sum(len(t.encode("utf-8")) for t in texts)
    if n_bytes == 0:
        return math.nan
    return nats / math.log(2) / n_bytes
