"""Held-out perplexity of a Flax model; optax applies log_softmax on the last axis."""
import jax
import jax.numpy as jnp
import numpy as np
import optax


@jax.jit
def batch_sums(logits, tokens, weights):
    nll = optax.softmax_cross_entropy_with_integer_labels(logits[:, :-1].astype(jnp.float32), tokens[:, 1:])
    w = weights[:, 1:]
    return (nll * w).sum(), w.sum()


def perplexity(apply_fn, params, loader):
    totals = np.zeros(2)
    for batch in loader:
        logits = apply_fn({"params": params}, batch["tokens"], mask=batch["weights"])
        totals += np.asarray(batch_sums(logits, batch["tokens"], batch["weights"]))
    return float(np.exp(totals[0] / max(totals[1], 1.0)))
