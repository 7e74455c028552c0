"""Train / eval steps for a small flax decoder.

# bug: the eval step hands softmax output to optax, which normalises its input again.
"""
from functools import partial
from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax
from flax.training import train_state


class Batch(NamedTuple):
    inputs: jnp.ndarray
    targets: jnp.ndarray
    weights: jnp.ndarray


def _reduce(per_token: jnp.ndarray, w: jnp.ndarray) -> jnp.ndarray:
    return (per_token * w).sum() / jnp.maximum(w.sum(), 1.0)


@jax.jit
def train_step(state: train_state.TrainState, batch: Batch, rng: Any):
    def objective(params):
        z = state.apply_fn({"params": params}, batch.inputs, train=True, rngs={"dropout": rng})
        ce = optax.softmax_cross_entropy_with_integer_labels(z, batch.targets)
        return _reduce(ce, batch.weights)

    value, grads = jax.value_and_grad(objective)(state.params)
    return state.apply_gradients(grads=grads), value


@partial(jax.jit, static_argnames=("model",))
def eval_step(params, model: nn.Module, batch: Batch):
    z = model.apply({"params": params}, batch.inputs, train=False)
    dist = jax.nn.softmax(z)  # expect-near: SEQ106
    ce = optax.softmax_cross_entropy_with_integer_labels(dist, batch.targets)  # expect: SEQ106
    acc = (dist.argmax(-1) == batch.targets).astype(jnp.float32)
    return {
        "nll": _reduce(ce, batch.weights),
        "accuracy": _reduce(acc, batch.weights),
    }
