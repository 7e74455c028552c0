"""Loss and candidate scoring for a JAX language model.

# bug: jnp.roll moves the first token to the last target position and it is scored there; gathered logits are reduced although log_softmax was never applied.
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


def lm_loss(apply, params, tokens):
    """tokens: (B, T), every row completely filled."""
    logits = apply({"params": params}, tokens)
    targets = jnp.roll(tokens, shift=-1, axis=1)  # expect-near: SEQ206
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, targets)  # expect: SEQ206
    return losses.mean()  # expect-near: SEQ206


@partial(jax.jit, static_argnums=0)
def candidate_scores(apply_fn, params, ids, attn, keep):
    """ids, attn: (B, T) int32, keep: (B, T) with 1 on the candidate's own tokens."""
    head = apply_fn(params, ids, attention_mask=attn).logits.astype(jnp.float32)
    ctx, tgt = head[:, :-1], ids[:, 1:]
    picked = jnp.take_along_axis(ctx, tgt[..., None], axis=-1)[..., 0]
    return (picked * keep[:, 1:]).sum(axis=-1)  # expect: SEQ101


def best(apply_fn, params, ids, attn, keep):
    return int(jnp.argmax(candidate_scores(apply_fn, params, ids, attn, keep)))  # expect-near: SEQ502|SEQ101
