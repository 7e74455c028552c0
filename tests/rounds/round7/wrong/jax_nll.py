"""NLL evaluation step for a haiku transformer that is fed (x, y) pairs.

# bug: the targets are picked along the time axis, so they index positions instead of vocabulary entries
"""
import jax
import jax.numpy as jnp


def make_eval_step(apply_fn, pad_id):
    """The loader yields x = tokens[:, :-1] and y = tokens[:, 1:]."""

    @jax.jit
    def step(params, x, y):
        logits = apply_fn(params, x)
        table = jax.nn.log_softmax(logits.astype(jnp.float32), axis=-1)
        picked = jnp.take_along_axis(table, y[..., None], axis=1)  # expect: SEQ205
        picked = picked[..., 0]
        keep = y != pad_id
        nll = -jnp.sum(jnp.where(keep, picked, 0.0))
        return nll, jnp.sum(keep)

    return step


def evaluate(step, params, batches):
    nll, n = 0.0, 0
    for x, y in batches:
        a, b = step(params, x, y)
        nll += float(a)
        n += int(b)
    return {"nll_per_token": nll / max(n, 1), "tokens": n}
