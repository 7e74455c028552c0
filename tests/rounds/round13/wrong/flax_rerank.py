"""Best-of-n re-ranking of completions with a decoder-only Flax model.

`tokens` holds prompt and completion, right padded; `p_len` and `n_tok` are the lengths of
the prompt and of both together.

# bug: the distribution at position t is read at token t instead of the token after it
# bug: the length normalisation divides the probability of the completion, not its logarithm
"""
from functools import partial

import jax
import jax.numpy as jnp


@partial(jax.jit, static_argnums=0)
def completion_scores(apply_fn, params, tokens, p_len, n_tok):
    """Length-normalised score of every completion; larger is better."""
    out = apply_fn({"params": params}, tokens)
    logp = jax.nn.log_softmax(out.astype(jnp.float32), axis=-1)
    picked = jnp.take_along_axis(logp, tokens[..., None], axis=-1)[..., 0]  # expect: SEQ201
    pos = jnp.arange(tokens.shape[1])[None, :]
    inside = (pos >= p_len[:, None]) & (pos < n_tok[:, None])
    seq = jnp.where(inside, picked, 0.0).sum(axis=1)
    count = jnp.maximum(n_tok - p_len, 1)
    return jnp.exp(seq) / count  # expect: SEQ406


def best_of(apply_fn, params, groups):
    chosen = []
    for g in groups:
        s = completion_scores(apply_fn, params, g["tokens"], g["p_len"], g["n_tok"])
        chosen.append(g["text"][int(jnp.argmax(s))])
    return chosen
