"""Validation loss per token of a JAX LM, and an exponential average for the progress bar."""
import jax.numpy as jnp
import optax


def validate(apply_fn, params, batches):
    total, seen, shown = 0.0, 0.0, None
    for b in batches:
        ce = optax.softmax_cross_entropy_with_integer_labels(apply_fn(params, b["x"]).astype(jnp.float32), b["y"])
        s, n = float((ce * b["w"]).sum()), float(b["w"].sum())
        total, seen = total + s, seen + n
        now = s / max(n, 1.0)
        shown = now if shown is None else 0.9 * shown + 0.1 * now
    return total / max(seen, 1.0), shown
