"""Zero-shot multiple choice with a Flax decoder.

Rows arrive already tokenised and right-padded; `span` is True on the option's tokens.

# bug: the option's log-likelihood adds up un-normalised logits; log_softmax over the vocabulary is never applied
"""
import functools

import jax
import jax.numpy as jnp
import numpy as np


@functools.partial(jax.jit, static_argnums=0)
def option_loglik(apply_fn, params, ids, span):
    z = apply_fn({"params": params}, ids[:, :-1]).astype(jnp.float32)
    picked = jnp.take_along_axis(z, ids[:, 1:, None], axis=-1)[..., 0]  # expect-near: SEQ101
    return jnp.where(span[:, 1:], picked, 0.0).sum(axis=1)  # expect: SEQ101


def evaluate(apply_fn, params, records, pad_id):
    hits = 0
    for rec in records:
        width = max(len(o["ids"]) for o in rec["options"])
        ids = np.full((len(rec["options"]), width), pad_id, dtype=np.int32)
        span = np.zeros_like(ids, dtype=bool)
        for r, opt in enumerate(rec["options"]):
            n = len(opt["ids"])
            ids[r, :n] = opt["ids"]
            span[r, opt["start"]:n] = True
        ll = option_loglik(apply_fn, params, jnp.asarray(ids), jnp.asarray(span))
        hits += int(jnp.argmax(ll)) == rec["gold"]
    return hits / max(len(records), 1)
