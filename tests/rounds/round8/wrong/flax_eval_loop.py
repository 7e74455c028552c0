"""Validation loop of the Flax port.

Batches carry ``inputs`` and ``targets`` that are already offset by one, plus 0/1 ``weights``.

# bug: optax's softmax cross entropy gets probabilities, so softmax is applied twice.
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


@partial(jax.jit, static_argnums=0)
def eval_step(apply_fn, params, batch):
    out = apply_fn({"params": params}, batch["inputs"], deterministic=True)
    dist = jax.nn.softmax(out.astype(jnp.float32), axis=-1)
    w = batch["weights"]
    right = (dist.argmax(-1) == batch["targets"]) * w
    ce = optax.softmax_cross_entropy_with_integer_labels(dist, batch["targets"])  # expect: SEQ106
    return {"nll": (ce * w).sum(), "hit": right.sum(), "n": w.sum()}


def evaluate(state, loader, max_steps=None):
    acc = {"nll": 0.0, "hit": 0.0, "n": 0.0}
    for i, batch in enumerate(loader):
        if max_steps is not None and i >= max_steps:
            break
        res = jax.device_get(eval_step(state.apply_fn, state.params, batch))
        for k in acc:
            acc[k] += float(res[k])
    per_token = acc["nll"] / acc["n"]
    return {
        "val/nll": per_token,
        "val/ppl": float(jnp.exp(per_token)),
        "val/acc": acc["hit"] / acc["n"],
    }
