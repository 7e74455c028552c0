"""Validation loss of the Flax models on packed blocks.

# bug: the targets are made with roll, so the last position is scored against the block's first token
"""
import functools

import jax
import jax.numpy as jnp
import optax


def make_eval_step(apply_fn):
    @functools.partial(jax.jit)
    def eval_step(params, block):
        z = apply_fn({"params": params}, block, deterministic=True)
        want = jnp.roll(block, -1, axis=1)  # expect: SEQ206
        xent = optax.softmax_cross_entropy_with_integer_labels(z.astype(jnp.float32), want)
        return xent.sum(), xent.size  # expect-near: SEQ206

    return eval_step


def run(apply_fn, params, loader, log=print):
    """Mean NLL per predicted token over full-length blocks (no padding in this loader)."""
    step = make_eval_step(apply_fn)
    total, seen = 0.0, 0
    for i, block in enumerate(loader):
        s, n = step(params, block)
        total += float(s)
        seen += int(n)
        if i % 50 == 0:
            log(f"[eval] block {i}: running nll {total / seen:.4f}")
    nll = total / max(seen, 1)
    return {"eval/nll": nll, "eval/ppl": float(jnp.exp(nll))}
