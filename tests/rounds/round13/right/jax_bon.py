"""Best-of-n choice with a decoder-only Flax model, rows padded on the right."""
from typing import Callable

import jax
import jax.numpy as jnp
import numpy as np


def make_scorer(apply_fn: Callable):
    @jax.jit
    def scorer(params, ids, start, stop):
        """Mean log-probability of ids[:, start:stop] in each row."""
        z = apply_fn({"params": params}, ids)[:, :-1].astype(jnp.float32)
        y = ids[:, 1:]
        lp = jnp.take_along_axis(z, y[..., None], -1)[..., 0] - jax.nn.logsumexp(z, axis=-1)
        where = jnp.arange(1, ids.shape[1])[None]
        sel = (where >= start[:, None]) & (where < stop[:, None])
        return jnp.where(sel, lp, 0.0).sum(-1) / jnp.maximum(sel.sum(-1), 1)

    return scorer


def pick(scorer, params, pool):
    s = np.array(scorer(params, pool["ids"], pool["start"], pool["stop"]))
    s[np.asarray(pool["stop"] <= pool["start"])] = -np.inf
    return pool["text"][int(s.argmax())]
