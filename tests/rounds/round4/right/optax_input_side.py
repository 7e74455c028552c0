"""Document log-likelihood in JAX; the inputs are cut, so nothing is shifted afterwards."""
import jax.numpy as jnp
import optax


def doc_loglik(apply, params, tokens, mask):
    x, y = tokens[:, :-1], tokens[:, 1:]
    logits = apply({"params": params}, x)
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, y)
    return -(nll * mask[:, 1:]).sum(axis=1)


def rank(apply, params, tokens, mask):
    return jnp.argsort(-doc_loglik(apply, params, tokens, mask))
