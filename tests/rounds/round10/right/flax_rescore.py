"""Summed caption log-probs with a Flax LM; logits are [B, L, V] float32."""
import jax
import jax.numpy as jnp


def make_scorer(apply_fn):
    @jax.jit
    def score(params, ids, valid):
        z = apply_fn(params, ids[:, :-1])
        goal = ids[:, 1:]
        picked = jnp.take_along_axis(z, goal[..., None], axis=-1)[..., 0]
        tok = picked - jax.nn.logsumexp(z, axis=-1)
        return jnp.where(valid[:, 1:] > 0, tok, 0.0).sum(axis=-1)

    return score
