"""Acceptance probabilities for speculative sampling (JAX)."""
import jax
import jax.numpy as jnp


def accept_mask(big_logits, small_logits, drafted, key):
    idx = drafted[:, None]
    lp = jnp.take_along_axis(jax.nn.log_softmax(big_logits), idx, axis=-1)[:, 0]
    lq = jnp.take_along_axis(jax.nn.log_softmax(small_logits), idx, axis=-1)[:, 0]
    u = jax.random.uniform(key, drafted.shape)
    return u < jnp.minimum(1.0, jnp.exp(lp - lq))


def residual(big_logits, small_logits):
    """Distribution to draw from after a rejection."""
    r = jnp.maximum(jax.nn.softmax(big_logits) - jax.nn.softmax(small_logits), 0.0)
    return r / jnp.maximum(r.sum(-1, keepdims=True), 1e-20)
