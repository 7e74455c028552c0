"""Mixture-of-experts router: top-k gates renormalised over the selected experts."""
import jax
import jax.numpy as jnp


def route(x, w, k=2):
    """x (tokens, d), w (d, experts) -> gates (tokens, k), chosen experts, balance penalty."""
    logits = x @ w
    best, idx = jax.lax.top_k(logits, k)
    gates = jax.nn.softmax(best, axis=-1)
    p = jax.nn.softmax(logits, axis=-1)
    load = jax.nn.one_hot(idx[:, 0], w.shape[1]).mean(axis=0)
    penalty = w.shape[1] * jnp.sum(load * p.mean(axis=0))
    return gates, idx, penalty


def attention_pool(scores, values, mask):
    """Weighted mean over time: scores (B, T), values (B, T, D)."""
    a = jax.nn.softmax(jnp.where(mask, scores, -1e9), axis=1)
    return jnp.einsum("bt,btd->bd", a, values)
