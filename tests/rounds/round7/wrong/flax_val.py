"""Validation step for the flax trainer. Batches are packed: every row is full, no padding.

# bug: targets come from jnp.roll, so the last position of each row is scored against the row's first token.
"""
import jax
import jax.numpy as jnp
import optax
from flax.training.train_state import TrainState


@jax.jit
def val_step(state: TrainState, tokens: jnp.ndarray):
    logits = state.apply_fn({"params": state.params}, tokens, deterministic=True)
    logits = logits.astype(jnp.float32)
    nxt = jnp.roll(tokens, -1, axis=1)  # expect: SEQ206
    xent = optax.softmax_cross_entropy_with_integer_labels(logits, nxt)  # expect-near: SEQ206
    return xent.sum(), xent.size


def validate(state, batches):
    nll, count = 0.0, 0
    for b in batches:
        s, n = val_step(state, jnp.asarray(b["tokens"]))
        nll += float(s)
        count += int(n)
    mean = nll / max(count, 1)
    return {"val/nll": mean, "val/ppl": float(jnp.exp(mean))}
