"""Option log-likelihoods for a linen decoder, used by the ARC and OpenBookQA runners."""
from functools import partial
from typing import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jax.nn import logsumexp


@partial(jax.jit, static_argnames="forward")
def loglik(forward, weights, tokens, counted):
    """Sum of log p(token) over `counted`, one value per row."""
    raw = forward(weights, tokens[:, :-1]).astype(jnp.float32)
    target = tokens[:, 1:]
    chosen = jnp.take_along_axis(raw, target[:, :, None], axis=2)[:, :, 0] - logsumexp(raw, axis=2)
    return jnp.sum(jnp.where(counted[:, 1:], chosen, 0.0), axis=1)


def stack(options: Sequence[dict], fill: int):
    longest = max(len(o["tokens"]) for o in options)
    tokens = np.full((len(options), longest), fill, np.int32)
    counted = np.zeros((len(options), longest), bool)
    for i, o in enumerate(options):
        tokens[i, : len(o["tokens"])] = o["tokens"]
        counted[i, o["begin"]: len(o["tokens"])] = True
    return tokens, counted


def accuracy(forward, weights, items, fill):
    right = [
        int(np.argmax(loglik(forward, weights, *stack(it["options"], fill)))) == it["answer"]
        for it in items
    ]
    return float(np.mean(right)) if right else float("nan")
