"""Log-prob of token sequences under a grammar-restricted decoder (jax).

The returned value is conditional on the grammar: forbidden tokens get no mass.
"""
import dataclasses

import jax
import jax.numpy as jnp


@dataclasses.dataclass
class RestrictedScorer:
    apply_fn: object
    params: object
    allowed: jnp.ndarray

    def __call__(self, features, tokens, mask):
        z = self.apply_fn({"params": self.params}, features, tokens[:, :-1]).astype(jnp.float32)
        z = jnp.where(self.allowed, z, -jnp.inf)
        y = tokens[:, 1:]
        lp = jnp.take_along_axis(jax.nn.log_softmax(z, axis=-1), y[..., None], axis=-1)[..., 0]
        return jnp.where(mask[:, 1:].astype(bool), lp, 0.0).sum(axis=1)
