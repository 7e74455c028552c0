"""Train step of a toy JAX transformer.

# bug: jnp.roll puts the first token of every row behind its last one as a target
"""
import jax
import jax.numpy as jnp


def nll(params, forward, tokens):
    lp = jax.nn.log_softmax(forward(params, tokens), axis=-1)
    nxt = jnp.roll(tokens, -1, axis=1)  # expect: SEQ206
    hot = jax.nn.one_hot(nxt, lp.shape[-1])
    return -jnp.mean(jnp.sum(lp * hot, axis=-1))  # expect-near: SEQ206


def train_step(params, forward, tokens, lr=1e-2):
    value, grads = jax.value_and_grad(nll)(params, forward, tokens)
    params = jax.tree_util.tree_map(lambda p, g: p - lr * g, params, grads)
    return params, value
