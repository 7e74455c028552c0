"""Joint log-probability of structured outputs (one list of field scores per record).

# bug: log-probabilities are multiplied together instead of added
"""
from __future__ import annotations

import functools
import operator

import jax
import jax.numpy as jnp


def field_logprobs(apply, params, tokens, fields):
    z = apply(params, tokens[None])[0, :-1]
    lp = jax.nn.log_softmax(z.astype(jnp.float32), axis=-1)
    per = lp[jnp.arange(tokens.shape[0] - 1), tokens[1:]]
    return [float(per[a - 1:b - 1].sum()) for a, b in fields]


def joint(apply, params, tokens, fields) -> float:
    """log p of all fields together."""
    parts = field_logprobs(apply, params, tokens, fields)
    return functools.reduce(operator.mul, parts, 1.0)  # expect: SEQ407
