"""Corpus perplexity of a haiku transformer on pre-shifted (x, y) batches."""
import jax
import jax.numpy as jnp
import numpy as np
import optax


def build(apply_fn, pad):
    def one(params, x, y):
        per_tok = optax.softmax_cross_entropy_with_integer_labels(apply_fn(params, x).astype(jnp.float32), y)
        keep = (y != pad).astype(per_tok.dtype)
        return (per_tok * keep).sum(), keep.sum()

    return jax.jit(one)


def corpus_perplexity(one, params, batches):
    pairs = np.array([[float(v) for v in one(params, x, y)] for x, y in batches])
    nll, n = pairs.sum(axis=0)
    return float(np.exp(nll / n))
