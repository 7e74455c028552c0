"""Bits per character of a character-level transformer.
# bug: optax's cross entropy is in nats and is logged as bits per character.
"""
import jax.numpy as jnp
import optax


def bpc(logits, targets):
    """logits (B, T, 256) are aligned with targets (B, T); blocks have no padding."""
    ce = optax.softmax_cross_entropy_with_integer_labels(logits.astype(jnp.float32), targets)
    bits_per_char = ce.mean()  # expect: SEQ412
    return bits_per_char  # expect-near: SEQ412


def evaluate(apply, params, blocks):
    vals = [bpc(apply(params, x), y) for x, y in blocks]
    metrics = {"eval/bits_per_char": float(jnp.stack(vals).mean())}  # expect-near: SEQ412
    return metrics
