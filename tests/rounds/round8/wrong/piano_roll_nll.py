"""Event-level log-likelihood of MIDI performances (388-event vocabulary, Flax).

# bug: the events are looked up along the time axis of the distribution instead of the event axis
"""
import functools

import jax
import jax.numpy as jnp


@functools.partial(jax.jit, static_argnums=0)
def performance_loglik(apply_fn, params, events, lengths):
    """events: (batch, time) with a start event in front; one value per performance."""
    logits = apply_fn({"params": params}, events[:, :-1], deterministic=True)
    logp = jax.nn.log_softmax(logits.astype(jnp.float32), axis=-1)
    nxt = events[:, 1:]
    picked = jnp.take_along_axis(logp, nxt[..., None], axis=1)[..., 0]  # expect: SEQ205
    steps = jnp.arange(nxt.shape[1])[None, :]
    live = steps < (lengths[:, None] - 1)
    return jnp.where(live, picked, 0.0).sum(axis=-1)


def rank_takes(apply_fn, params, takes):
    width = max(len(t) for t in takes)
    mat = jnp.stack([jnp.pad(jnp.asarray(t), (0, width - len(t))) for t in takes])
    lens = jnp.asarray([len(t) for t in takes])
    ll = performance_loglik(apply_fn, params, mat, lens) / jnp.maximum(lens - 1, 1)
    return [int(i) for i in jnp.argsort(-ll)]
