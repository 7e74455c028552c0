"""Flax training metrics.

# bug: train perplexity is exp of the label-smoothed loss; and the corpus perplexity is a mean of per-batch perplexities.
"""
from typing import Dict, Sequence

import flax.struct
import jax
import jax.numpy as jnp
import numpy as np
import optax


@flax.struct.dataclass
class LossOptions:
    vocab: int = flax.struct.field(pytree_node=False, default=32000)
    smoothing: float = flax.struct.field(pytree_node=False, default=0.1)


def smoothed(z: jnp.ndarray, y: jnp.ndarray, w: jnp.ndarray, opt: LossOptions) -> jnp.ndarray:
    soft = optax.smooth_labels(jax.nn.one_hot(y, opt.vocab), opt.smoothing)
    per_token = optax.softmax_cross_entropy(z, soft)
    return (per_token * w).sum() / jnp.maximum(w.sum(), 1)


def plain(z, y, w):
    per_token = optax.softmax_cross_entropy_with_integer_labels(z, y)
    return (per_token * w).sum() / jnp.maximum(w.sum(), 1)


def train_metrics(state, batch: Dict[str, jnp.ndarray], opt: LossOptions) -> Dict[str, jnp.ndarray]:
    def fn(p):
        return smoothed(state.apply_fn(p, batch["x"]), batch["y"], batch["w"], opt)

    loss, grads = jax.value_and_grad(fn)(state.params)
    return {"loss": loss, "perplexity": jnp.exp(loss), "grad_norm": optax.global_norm(grads)}  # expect: SEQ414


def corpus_perplexity(state, batches: Sequence[Dict[str, jnp.ndarray]]) -> float:
    vals = []
    for b in batches:
        nll = plain(state.apply_fn(state.params, b["x"]), b["y"], b["w"])
        vals.append(float(jnp.exp(nll)))  # expect-near: SEQ410
    return float(np.mean(vals))  # expect: SEQ410
