"""Perplexity of a Flax checkpoint.

# bug: the cross entropy is in nats, the base of the power is 2
"""
import jax.numpy as jnp
import optax


def perplexity(model, params, tokens):
    """tokens: (B, T) without padding."""
    z = model.apply(params, tokens[:, :-1])
    h = optax.softmax_cross_entropy_with_integer_labels(z, tokens[:, 1:]).mean()
    return jnp.power(2.0, h)  # expect: SEQ411


def report(model, params, splits):
    return {name: float(perplexity(model, params, tokens)) for name, tokens in splits.items()}
