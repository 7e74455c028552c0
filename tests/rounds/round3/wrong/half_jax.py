"""NLL of a sharded JAX model.

# bug: logits are cast to bfloat16 before log_softmax and the sum over tokens
"""
import jax
import jax.numpy as jnp


def nll(forward, params, tokens):
    logits = forward(params, tokens[:, :-1]).astype(jnp.bfloat16)  # expect-near: SEQ607
    lp = jax.nn.log_softmax(logits, axis=-1)  # expect: SEQ607
    got = jnp.take_along_axis(lp, tokens[:, 1:, None], axis=-1)
    return -got.sum(axis=(1, 2))  # expect-near: SEQ607


nll_jit = jax.jit(nll, static_argnums=0)
