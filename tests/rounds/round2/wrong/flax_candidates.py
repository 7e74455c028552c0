"""Mean log-probability per candidate with jax, jitted.

# bug: jnp.sum without an axis adds the candidates together
"""
import jax
import jax.numpy as jnp


def token_logp(logits, tokens):
    norm = jax.scipy.special.logsumexp(logits, axis=-1)
    return jnp.take_along_axis(logits, tokens[..., None], axis=-1)[..., 0] - norm


@jax.jit
def candidate_scores(logits, tokens, mask):
    """logits (C, T, V), tokens and mask (C, T) -> (C,) mean log-probability of each candidate."""
    lp = token_logp(logits[:, :-1].astype(jnp.float32), tokens[:, 1:])
    m = mask[:, 1:]
    return jnp.sum(lp * m) / jnp.maximum(jnp.sum(m), 1)  # expect: SEQ408


def argbest(logits, tokens, mask):
    return int(jnp.argmax(candidate_scores(logits, tokens, mask)))
