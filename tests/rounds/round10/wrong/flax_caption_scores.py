"""Re-score image captions with a Flax language model.

`apply_fn` maps (params, ids[B, L]) to float32 logits of shape [B, L, V].

# bug: the log-softmax is taken over axis 1, the time axis, of [B, L, V] logits.
"""
import functools

import jax
import jax.numpy as jnp


@functools.partial(jax.jit, static_argnums=0)
def caption_scores(apply_fn, params, ids, valid):
    """Summed log p(caption) per row; `valid` is 1 on real tokens."""
    inputs, targets = ids[:, :-1], ids[:, 1:]
    out = apply_fn(params, inputs)
    table = jax.nn.log_softmax(out, axis=1)  # expect: SEQ104
    tok = jnp.take_along_axis(table, targets[:, :, None], axis=2)[:, :, 0]
    return jnp.where(valid[:, 1:] > 0, tok, 0.0).sum(axis=-1)


def best_of_n(apply_fn, params, ids, valid, n):
    s = caption_scores(apply_fn, params, ids, valid)
    return jnp.argmax(s.reshape(-1, n), axis=-1)
