"""Token scores on TPU: curriculum weights and row totals.

# bug: jnp.log of jax.nn.softmax; log-probs are cast to bfloat16 and summed over thousands of tokens in that precision.
"""
import jax
import jax.numpy as jnp


def token_nll(logits, targets):
    """logits (B, T, V) predict targets (B, T)."""
    p = jax.nn.softmax(logits.astype(jnp.float32), axis=-1)
    chosen = jnp.take_along_axis(p, targets[..., None], axis=-1).squeeze(-1)
    return -jnp.log(chosen)  # expect: SEQ602


def curriculum_weight(logits, targets, mask, tau=1.0):
    nll = jnp.where(mask, token_nll(logits, targets), 0.0)
    per_example = nll.sum(-1) / jnp.maximum(mask.sum(-1), 1)
    return jax.nn.softmax(-per_example / tau)


@jax.jit
def row_scores(logits, targets, mask):
    """logits (B, T, V) predict targets (B, T)."""
    lp = jax.nn.log_softmax(logits.astype(jnp.float32), axis=-1)
    lp = jnp.take_along_axis(lp, targets[..., None], -1)[..., 0].astype(jnp.bfloat16)  # expect-near: SEQ607
    return jnp.where(mask, lp, 0).sum(axis=1, dtype=jnp.bfloat16)  # expect: SEQ607
