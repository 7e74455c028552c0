"""Document log-likelihood in JAX.
# bug: logits and labels are both the full sequence, so each position is scored against its own input.
"""
from typing import Callable

import jax.numpy as jnp
import optax

Apply = Callable[..., jnp.ndarray]


def doc_loglik(apply: Apply, params, tokens: jnp.ndarray, mask: jnp.ndarray) -> jnp.ndarray:
    """Sum of next-token log-probabilities, shape (B,). `apply` is a causal transformer over `tokens`."""
    logits = apply({"params": params}, tokens)
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, tokens)  # expect: SEQ201
    return -(nll * mask).sum(axis=1)


def rank(apply, params, tokens, mask):
    return jnp.argsort(-doc_loglik(apply, params, tokens, mask))
