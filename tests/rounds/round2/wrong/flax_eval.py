"""Held-out loss of a Flax checkpoint.

# bug: log_softmax over the time axis of a (batch, time, vocabulary) array
"""
import jax
import jax.numpy as jnp
import numpy as np


def make_eval_step(apply_fn):
    @jax.jit
    def eval_step(params, batch):
        tokens = batch["tokens"]                       # (B, T)
        weights = batch["weights"][:, 1:]
        logits = apply_fn({"params": params}, tokens, mask=batch["weights"])[:, :-1]
        logp = jax.nn.log_softmax(logits.astype(jnp.float32), axis=1)  # expect: SEQ104
        picked = jnp.take_along_axis(logp, tokens[:, 1:, None], axis=-1)[..., 0]
        return -(picked * weights).sum(), weights.sum()

    return eval_step


def evaluate(params, apply_fn, loader):
    step = make_eval_step(apply_fn)
    num = den = 0.0
    for batch in loader:
        a, b = step(params, batch)
        num += float(a)
        den += float(b)
    return np.exp(num / max(den, 1.0))
