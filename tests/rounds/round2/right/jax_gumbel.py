"""Gumbel-max sampling and the straight-through estimator in JAX (default axis is the last one)."""
import jax
import jax.numpy as jnp


def gumbel_argmax(key, logits):
    g = jax.random.gumbel(key, logits.shape)
    return jnp.argmax(logits + g, axis=-1)


def straight_through(key, logits, tau=1.0):
    g = jax.random.gumbel(key, logits.shape)
    soft = jax.nn.softmax((logits + g) / tau, axis=-1)
    hard = jax.nn.one_hot(jnp.argmax(soft, axis=-1), logits.shape[-1])
    return soft + jax.lax.stop_gradient(hard - soft)


def policy_loss(logits, actions, adv):
    logp = jax.nn.log_softmax(logits, axis=-1)
    chosen = jnp.take_along_axis(logp, actions[..., None], axis=-1)[..., 0]
    return -jnp.mean(chosen * jax.lax.stop_gradient(adv))
