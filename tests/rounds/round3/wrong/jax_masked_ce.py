"""Masked cross entropy for an instruction-tuned model in JAX.

# bug: weights[:, :-1] belong to the inputs; the targets begin at position 1
"""
import jax.numpy as jnp
import optax


def loss_fn(params, apply_fn, batch):
    """batch: tokens (B, T) and weights (B, T), which are 1 on the tokens to learn."""
    logits = apply_fn(params, batch["tokens"][:, :-1])
    targets = batch["tokens"][:, 1:]
    weights = batch["weights"][:, :-1]  # expect: SEQ203
    ce = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
    return jnp.sum(ce * weights) / jnp.maximum(jnp.sum(weights), 1.0)  # expect-near: SEQ203
