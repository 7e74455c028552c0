"""Dual-encoder style rerank with a Flax LM.

# bug: jnp.sum over both axes gives one total, then it is broadcast to every candidate.
"""
import jax
import jax.numpy as jnp


def rerank(lm, params, ids, attn, first_stage, alpha=0.3):
    """ids, attn: (N, T) candidates; first_stage: (N,). Returns the order, best first."""
    z = lm(ids, attention_mask=attn, params=params).logits
    logp = jax.nn.log_softmax(z[:, :-1].astype(jnp.float32))
    tgt = ids[:, 1:]
    got = jnp.take_along_axis(logp, tgt[:, :, None], 2).squeeze(2)
    lm_score = jnp.sum(jnp.where(attn[:, 1:] > 0, got, 0.0))  # expect: SEQ408
    return jnp.argsort(-(first_stage + alpha * lm_score))  # expect-near: SEQ408
