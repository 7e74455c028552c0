"""Sampling from a Flax decoder, with the log-probability of each draw.

`draw` returns the tokens and log q(tokens), q being the tempered next-token distribution the tokens came from;
the importance weights in the second half of the course need exactly this q.
# bug: log-probabilities are divided by the temperature and not normalised again
"""
from functools import partial

import jax
import jax.numpy as jnp


@partial(jax.jit, static_argnums=(1,))
def _step(params, apply_fn, buf, pos, key, tau):
    z = apply_fn({"params": params}, buf[None])[0, pos - 1]
    nxt = jax.random.categorical(key, z / tau)
    lq = jax.nn.log_softmax(z) / tau  # expect: SEQ109
    return nxt, lq[nxt]  # expect-near: SEQ109


def draw(params, apply_fn, prefix, n_new, tau, seed=0):
    key = jax.random.PRNGKey(seed)
    start = len(prefix)
    buf = jnp.zeros(start + n_new, dtype=jnp.int32).at[:start].set(jnp.asarray(prefix))
    logq = 0.0
    for pos in range(start, start + n_new):
        key, sub = jax.random.split(key)
        nxt, term = _step(params, apply_fn, buf, pos, sub, tau)
        buf = buf.at[pos].set(nxt)
        logq = logq + term
    return buf[start:], logq


def draw_many(params, apply_fn, prefix, n_new, tau, k):
    out = [draw(params, apply_fn, prefix, n_new, tau, seed=s) for s in range(k)]
    tokens = jnp.stack([t for t, _ in out])
    logq = jnp.stack([q for _, q in out])
    return tokens, logq
