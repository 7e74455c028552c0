"""Score translations at a given temperature (JAX).

# bug: log_softmax comes before the division, so the tempered values are no distribution
"""
import functools

import jax
import jax.numpy as jnp


@functools.partial(jax.jit, static_argnames="tau")
def tempered_logprob(scores, targets, valid, tau=0.7):
    """Log-probability of `targets` at temperature tau.

    scores: (B, T, V) decoder outputs aligned with targets (B, T).
    """
    lp = jax.nn.log_softmax(scores, axis=-1) / tau  # expect: SEQ109
    sel = jnp.take_along_axis(lp, targets[..., None], axis=-1)[..., 0]
    return jnp.where(valid, sel, 0.0).sum(-1)
