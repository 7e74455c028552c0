"""Validation pass for the Haiku transformer."""
import functools

import jax
import jax.numpy as jnp


def make_eval(forward):
    @jax.jit
    def step(params, batch):
        obs = batch["tokens"][:, :-1]
        goal = batch["tokens"][:, 1:]
        mask = batch["mask"][:, 1:].astype(jnp.float32)
        scores = forward.apply(params, None, obs, is_training=False)
        table = jax.nn.log_softmax(scores.astype(jnp.float32))
        ll = jnp.take_along_axis(table, goal[:, :, None], axis=2).squeeze(2)
        return (ll * mask).sum(), mask.sum()

    return step


def validate(step, params, batches):
    pairs = [step(params, b) for b in batches]
    if not pairs:
        return None
    ll, n = functools.reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]), pairs)
    return float(jnp.exp(-ll / jnp.maximum(n, 1.0)))
