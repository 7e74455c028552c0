"""Evaluation of a flax decoder on pre-shifted batches."""
from typing import Dict, Iterable, Tuple

import jax
import jax.numpy as jnp
import optax

Arrays = Dict[str, jnp.ndarray]


class Evaluator:
    def __init__(self, module, pad: int = 0):
        self.module = module
        self.pad = pad
        self._step = jax.jit(self._raw_step)

    def _raw_step(self, variables, batch: Arrays) -> Tuple[jnp.ndarray, ...]:
        z = self.module.apply(variables, batch["inputs"], deterministic=True).astype(jnp.float32)
        w = batch["weights"]
        xent = optax.softmax_cross_entropy_with_integer_labels(z, batch["targets"])
        hits = z.argmax(-1) == batch["targets"]
        p_top = jax.nn.softmax(z).max(-1)
        return (xent * w).sum(), (hits * w).sum(), (p_top * w).sum(), w.sum()

    def run(self, variables, batches: Iterable[Arrays]) -> Dict[str, float]:
        totals = jnp.zeros(4)
        for b in batches:
            totals = totals + jnp.stack(self._step(variables, b))
        n = float(jnp.maximum(totals[3], 1.0))
        nll = totals[0] / n
        return {
            "nll": float(nll),
            "perplexity": float(jnp.exp(nll)),
            "accuracy": float(totals[1]) / n,
            "mean_top_probability": float(totals[2]) / n,
        }
