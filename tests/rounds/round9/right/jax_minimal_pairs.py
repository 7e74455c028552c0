"""Minimal-pair accuracy in JAX; sentences are right padded, `am` is the attention mask."""
import jax
import jax.numpy as jnp


def sentence_logp(apply_fn, params, ids, am):
    logits = apply_fn(params, ids, am)
    lp = jax.nn.log_softmax(logits)[:, :-1]
    nxt = jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1).squeeze(-1)
    return jnp.where(am[:, 1:] > 0, nxt, 0.0).sum(axis=1)


def accuracy(apply_fn, params, good, bad):
    f = jax.jit(lambda i, m: sentence_logp(apply_fn, params, i, m))
    wins = [f(*g) > f(*b) for g, b in zip(good, bad)]
    return float(jnp.concatenate(wins).mean())
