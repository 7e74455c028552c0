"""Combine acoustic and LM scores of an n-best list (JAX)."""
import jax
import jax.numpy as jnp


@jax.jit
def totals(z, ids, valid):
    """z (H, T, V) raw LM outputs for ids (H, T); valid marks unpadded ids."""
    lp = jax.nn.log_softmax(z[:, :-1], axis=2)
    rows = jnp.arange(ids.shape[0])[:, None]
    cols = jnp.arange(ids.shape[1] - 1)[None, :]
    lp = lp[rows, cols, ids[:, 1:]]
    return jnp.where(valid[:, 1:] == 1, lp, 0.0).sum(axis=1)


def fuse(acoustic, lm, alpha=0.3, per_word=0.5, words=None):
    bonus = 0.0 if words is None else per_word * words
    return jnp.argmax(acoustic + alpha * lm + bonus)


def posterior(acoustic, lm, alpha=0.3):
    """Distribution over the n hypotheses, for confusion networks."""
    return jax.nn.softmax(acoustic + alpha * lm, axis=0)
