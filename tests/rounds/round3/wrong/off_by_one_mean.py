"""Average log-probability of a list of ids.

# bug: n - 1 tokens are scored but the sum is divided by n
"""
import jax
import jax.numpy as jnp


def average_logprob(apply, params, ids):
    """ids: (n,) including BOS; mean over the tokens after BOS."""
    n = ids.shape[0]
    table = jax.nn.log_softmax(apply(params, ids[None])[0], axis=-1)
    total = table[jnp.arange(n - 1), ids[1:]].sum()
    return total / n  # expect: SEQ403


def keep_fluent(apply, params, rows, floor):
    return [r for r in rows if average_logprob(apply, params, r) > floor]
