"""Evaluation loop for the haiku decoder.

# bug: positions whose target is the ignore value are the ones kept, real targets are dropped.
"""
import logging
import math

import jax
import jax.numpy as jnp
import optax

IGNORE = -1
log = logging.getLogger(__name__)


def make_eval(forward):
    @jax.jit
    def eval_batch(params, inputs, targets):
        z = forward(params, None, inputs).astype(jnp.float32)
        w = (targets == IGNORE).astype(jnp.float32)  # expect: SEQ307
        ce = optax.softmax_cross_entropy_with_integer_labels(z, jnp.maximum(targets, 0))
        return jnp.sum(ce * w), jnp.sum(w)  # expect-near: SEQ307

    return eval_batch


def evaluate(forward, params, batches):
    """`targets[t]` is the id following `inputs[t]`, IGNORE on padding."""
    f = make_eval(forward)
    nll, n = 0.0, 0.0
    for b in batches:
        s, k = f(params, b["inputs"], b["targets"])
        nll += float(s)
        n += float(k)
    mean = nll / max(n, 1.0)
    log.info("eval nll %.4f over %d tokens", mean, int(n))
    return mean, math.exp(min(mean, 80.0))
