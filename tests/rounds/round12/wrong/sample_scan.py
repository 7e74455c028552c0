"""Ancestral sampling with lax.scan; also returns log p(y | x) under the model for each draw.

# bug: the reported log p comes from the tempered and top-k-filtered distribution, not from the model's own.
"""
from typing import NamedTuple

import jax
import jax.numpy as jnp


class State(NamedTuple):
    cache: dict
    token: jnp.ndarray
    logp: jnp.ndarray
    done: jnp.ndarray
    key: jax.Array


def make_sampler(step_fn, eos, temp=0.8, k=40, length=128):
    """step_fn(cache, token) -> (logits of shape (B, V), cache)."""

    def narrow(z):
        z = z / temp
        floor = jax.lax.top_k(z, k)[0][:, -1:]
        return jnp.where(z < floor, -jnp.inf, z)

    def body(s, _):
        raw, cache = step_fn(s.cache, s.token)
        z = narrow(raw.astype(jnp.float32))
        key, sub = jax.random.split(s.key)
        nxt = jax.random.categorical(sub, z, axis=-1)
        dist = jax.nn.log_softmax(z, axis=-1)  # expect: SEQ110
        inc = jnp.take_along_axis(dist, nxt[:, None], axis=-1)[:, 0]  # expect-near: SEQ110
        logp = s.logp + jnp.where(s.done, 0.0, inc)  # expect-near: SEQ110
        nxt = jnp.where(s.done, eos, nxt)
        return State(cache, nxt, logp, s.done | (nxt == eos), key), nxt

    def run(cache, last, key):
        n = last.shape[0]
        init = State(cache, last, jnp.zeros(n), jnp.zeros(n, bool), key)
        fin, toks = jax.lax.scan(body, init, None, length=length)
        return toks.T, fin.logp  # expect-near: SEQ110

    return run
