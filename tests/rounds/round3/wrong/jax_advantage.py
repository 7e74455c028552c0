"""REINFORCE for a JAX policy over token sequences.

# bug: jnp.sum has no axis, so every return is weighted with the log-probability of the whole batch
"""
import jax
import jax.numpy as jnp


def policy_loss(params, apply_fn, tokens, mask, returns):
    """tokens (B, T), mask (B, T) on sampled tokens, returns (B,)."""
    lp = jax.nn.log_softmax(apply_fn(params, tokens[:, :-1]), axis=-1)
    lp = jnp.take_along_axis(lp, tokens[:, 1:, None], axis=-1).squeeze(-1)
    seq_lp = jnp.sum(lp * mask[:, 1:])  # expect: SEQ408
    return -jnp.mean(seq_lp * (returns - returns.mean()))  # expect-near: SEQ408


grad_fn = jax.value_and_grad(policy_loss)
