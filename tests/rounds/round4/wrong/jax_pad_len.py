"""Length-normalised scores in JAX.
# bug: the masked sum is divided by the padded length of the batch.
"""
import jax
import jax.numpy as jnp


def normalised(apply_fn, params, ids, valid):
    """ids, valid: (B, T); valid is 1.0 on real tokens. Returns the log-prob per real token."""
    lp = jax.nn.log_softmax(apply_fn(params, ids, valid)[:, :-1], axis=-1)
    chosen = jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1).squeeze(-1)
    total = jnp.sum(chosen * valid[:, 1:], axis=1)
    width = chosen.shape[1]
    return total / width  # expect: SEQ303


def order(apply_fn, params, ids, valid):
    return jnp.argsort(-normalised(apply_fn, params, ids, valid))
