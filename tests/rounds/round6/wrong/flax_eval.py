"""Evaluation step of a flax decoder: token-weighted NLL over packed, fixed-length blocks.

# bug: the cross-entropy applies its own softmax to values that are already probabilities
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax


@partial(jax.jit, static_argnums=0)
def eval_step(apply_fn, params, block):
    logits = apply_fn({"params": params}, block[:, :-1], deterministic=True)
    probs = jax.nn.softmax(logits.astype(jnp.float32), axis=-1)
    nll = optax.softmax_cross_entropy_with_integer_labels(probs, block[:, 1:])  # expect: SEQ106
    hit = jnp.argmax(probs, axis=-1) == block[:, 1:]
    return nll.sum(), hit.sum(), nll.size


def evaluate(state, stream, max_batches=None):
    nll = hits = n = 0
    for i, block in enumerate(stream):
        if max_batches is not None and i >= max_batches:
            break
        a, b, c = eval_step(state.apply_fn, state.params, block)
        nll, hits, n = nll + float(a), hits + int(b), n + int(c)
    if n == 0:
        raise RuntimeError("empty evaluation stream")
    mean = nll / n
    return {"nll": mean, "ppl": float(np.exp(mean)), "acc": hits / n}
