"""Importance weights of rollouts in JAX.
# bug: jnp.sum over (B, T) without an axis gives one ratio for the batch where one per rollout is needed.
"""
import jax
import jax.numpy as jnp


def token_logps(apply, params, ids):
    lp = jax.nn.log_softmax(apply(params, ids)[:, :-1], axis=-1)
    return jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]


def rollout_ratios(apply, new, old, ids, reply):
    """exp(log pi_new(y) - log pi_old(y)) for each rollout, (B,)."""
    delta = token_logps(apply, new, ids) - token_logps(apply, old, ids)
    return jnp.exp(jnp.sum(delta * reply[:, 1:]))  # expect: SEQ408


def surrogate(apply, new, old, ids, reply, adv):
    r = rollout_ratios(apply, new, old, ids, reply)
    return -jnp.mean(jnp.minimum(r * adv, jnp.clip(r, 0.8, 1.2) * adv))
