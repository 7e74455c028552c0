"""Importance weights per rollout in JAX."""
import jax
import jax.numpy as jnp


def token_logps(apply, params, ids):
    lp = jax.nn.log_softmax(apply(params, ids)[:, :-1], axis=-1)
    return jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]


def surrogate(apply, new, old, ids, reply, adv):
    delta = token_logps(apply, new, ids) - token_logps(apply, old, ids)
    r = jnp.exp(jnp.sum(delta * reply[:, 1:], axis=-1))
    return -jnp.mean(jnp.minimum(r * adv, jnp.clip(r, 0.8, 1.2) * adv))


def k3(new_lp, ref_lp, reply):
    d = ref_lp - new_lp
    return jnp.sum((jnp.exp(d) - d - 1.0) * reply) / jnp.maximum(reply.sum(), 1.0)
