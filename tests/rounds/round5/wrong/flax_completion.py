"""Average log-prob of the completion for each row, jitted; used for rejection sampling.

# bug: the completion mask is cut to the input positions while the targets start at token 1; a row without completion tokens divides by zero
"""
import jax
import jax.numpy as jnp
from flax import struct


@struct.dataclass
class Batch:
    tokens: jax.Array
    attention: jax.Array
    completion: jax.Array


def make_scorer(apply_fn):
    @jax.jit
    def scorer(params, batch: Batch):
        z = apply_fn(params, batch.tokens, batch.attention).astype(jnp.float32)
        lp = jax.nn.log_softmax(z[:, :-1], axis=-1)
        tok = jnp.take_along_axis(lp, batch.tokens[:, 1:, None], axis=-1)[..., 0]
        w = (batch.completion * batch.attention)[:, :-1]  # expect: SEQ203
        total = jnp.sum(tok * w, axis=1)  # expect-near: SEQ203
        return total / jnp.sum(w, axis=1)  # expect: SEQ611

    return scorer


def keep_best(params, scorer, batch, group):
    s = scorer(params, batch).reshape(-1, group)
    return jnp.argmax(s, axis=1)
