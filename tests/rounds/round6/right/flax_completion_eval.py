"""NLL per completion token with Flax GPT-2."""
import functools

import jax
import jax.numpy as jnp
import optax


@functools.partial(jax.jit, static_argnums=0)
def sums(apply, params, ids, attn, completion):
    z = apply(ids, attention_mask=attn, params=params, train=False).logits
    ce = optax.softmax_cross_entropy_with_integer_labels(z[:, :-1].astype(jnp.float32), ids[:, 1:])
    w = completion[:, 1:].astype(ce.dtype)
    return jnp.vdot(ce, w), w.sum()


def nll_per_token(model, batches) -> float:
    top = bottom = 0.0
    for b in batches:
        s, n = sums(model.__call__, model.params, b["input_ids"], b["attention_mask"], b["completion"])
        top += float(s)
        bottom += float(n)
    return top / bottom if bottom else float("nan")
