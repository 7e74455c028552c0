"""Validation loop of a JAX LM: per-token loss over the whole valid split.

# bug: the running sum is divided by the token count inside the loop, on every batch.
"""
import jax
import jax.numpy as jnp
import optax


@jax.jit
def batch_nll(state, x, y, w):
    logits = state.apply_fn({"params": state.params}, x, train=False).astype(jnp.float32)
    ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)
    return (ce * w).sum(), w.sum()


def validate(state, batches):
    """x, y (already the next tokens) and 0/1 weights come from the input pipeline."""
    running, seen = 0.0, 0.0
    for b in batches:
        s, n = batch_nll(state, b["x"], b["y"], b["w"])
        seen += float(n)
        running += float(s)
        running /= max(seen, 1.0)  # expect: SEQ417
    return {"valid/nll_per_token": running}
