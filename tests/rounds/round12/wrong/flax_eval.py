"""Evaluation functions for the Flax decoder.

# bug: the targets come from a roll, so the last position is scored against the first token.
# bug: the "entropy" sums -p log p over the tokens that occurred instead of over the vocabulary.
"""
from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax


@partial(jax.jit, static_argnums=0)
def token_nll(model: nn.Module, params, tokens):
    """tokens: (B, T) packed blocks without padding."""
    logits = model.apply({"params": params}, tokens, deterministic=True).astype(jnp.float32)
    targets = jnp.roll(tokens, shift=-1, axis=1)  # expect: SEQ206
    return optax.softmax_cross_entropy_with_integer_labels(logits, targets)  # expect-near: SEQ206


@partial(jax.jit, static_argnums=0)
def predictive_entropy(model: nn.Module, params, tokens):
    """Entropy of the next-token distribution, averaged over the positions of each block."""
    logits = model.apply({"params": params}, tokens, deterministic=True).astype(jnp.float32)
    lp = jax.nn.log_softmax(logits[:, :-1], axis=-1)
    picked = jnp.take_along_axis(lp, tokens[:, 1:, None], axis=-1)[..., 0]
    h = -jnp.exp(picked) * picked  # expect: SEQ416
    return h.mean(axis=1)  # expect-near: SEQ416


def evaluate(model, params, batches):
    total, count, ent = 0.0, 0, []
    for tokens in batches:
        nll = token_nll(model, params, tokens)
        total += float(nll.sum())
        count += nll.size
        ent.extend(predictive_entropy(model, params, tokens).tolist())
    return {"nll": total / count, "entropy": ent}
