"""Held-out loss for a Flax causal transformer.

# bug: logits and tokens are passed to the loss without the one-step offset
"""
import jax
import jax.numpy as jnp
import optax


def make_eval_step(model):
    @jax.jit
    def eval_step(params, tokens, mask):
        """Returns (total nats, number of tokens); the model reads tokens causally."""
        logits = model.apply({"params": params}, tokens)
        nats = optax.softmax_cross_entropy_with_integer_labels(logits, tokens)  # expect: SEQ201
        return jnp.sum(nats * mask), jnp.sum(mask)

    return eval_step


def evaluate(model, params, loader):
    step = make_eval_step(model)
    nats, count = 0.0, 0.0
    for tokens, mask in loader:
        a, b = step(params, tokens, mask)
        nats, count = nats + float(a), count + float(b)
    return jnp.exp(nats / max(count, 1.0))
