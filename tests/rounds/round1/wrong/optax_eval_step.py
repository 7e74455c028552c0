"""Flax evaluation step: bits of a causal LM on packed blocks.

# bug: logits and labels are the same positions, there is no next-token shift.
"""
import jax
import jax.numpy as jnp
import optax
from transformers import FlaxGPT2LMHeadModel

model = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


@jax.jit
def eval_step(params, tokens):
    """tokens: (B, T) without padding. Returns the summed NLL in nats and the token count."""
    logits = model(tokens, params=params, train=False).logits
    nll = optax.softmax_cross_entropy_with_integer_labels(logits, tokens)  # expect: SEQ201
    return nll.sum(), nll.size


def bits_per_token(params, blocks):
    total, n = 0.0, 0
    for b in blocks:
        s, c = eval_step(params, b)
        total += float(s)
        n += int(c)
    return total / max(n, 1) / jnp.log(2.0)
