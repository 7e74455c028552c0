"""Scoring under a token allow-list (grammar-constrained ASR decoding), jax.

# bug: log-probs that are -inf on padding are zeroed by multiplication; and log_softmax runs in bfloat16.
"""
import dataclasses

import jax
import jax.numpy as jnp


@dataclasses.dataclass
class Grammar:
    allowed: jnp.ndarray  # (V,) bool

    def apply(self, z):
        return jnp.where(self.allowed, z, -jnp.inf)


@jax.jit
def chosen(z, y):
    lp = jax.nn.log_softmax(z.astype(jnp.bfloat16), axis=-1)  # expect: SEQ607
    return jnp.take_along_axis(lp, y[..., None], axis=-1)[..., 0].astype(jnp.float32)


class GrammarScorer:
    """Log-prob of token sequences under the grammar-restricted decoder; padding ids are not in the grammar."""

    def __init__(self, apply_fn, params, grammar: Grammar):
        self.apply_fn, self.params, self.grammar = apply_fn, params, grammar

    def __call__(self, features, tokens, mask):
        z = self.apply_fn({"params": self.params}, features, tokens[:, :-1])
        lp = chosen(self.grammar.apply(z), tokens[:, 1:])
        return jnp.sum(lp * mask[:, 1:], axis=1)  # expect: SEQ606
