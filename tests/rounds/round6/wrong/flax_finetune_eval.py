"""Completion NLL for a Flax GPT-2 checkpoint.

# bug: the loss mask keeps the input alignment ([:, :-1]) although the targets are [:, 1:].
"""
from typing import Iterable

import jax
import jax.numpy as jnp
import numpy as np
from transformers import FlaxGPT2LMHeadModel


def make_eval(model: FlaxGPT2LMHeadModel):
    @jax.jit
    def run(params, ids, attn, completion):
        z = model(ids, attention_mask=attn, params=params, train=False).logits
        lsm = jax.nn.log_softmax(z[:, :-1].astype(jnp.float32), axis=-1)
        tgt = ids[:, 1:]
        tok = jnp.take_along_axis(lsm, tgt[..., None], axis=-1).squeeze(-1)
        w = completion[:, :-1]  # expect-near: SEQ203
        return -(tok * w).sum(), w.sum()  # expect: SEQ203

    return run


def corpus_nll(model: FlaxGPT2LMHeadModel, batches: Iterable[dict]) -> float:
    """Nats per completion token; `completion` is 1 on completion tokens, 0 on prompt and padding."""
    run = make_eval(model)
    acc = np.zeros(2)
    for b in batches:
        s, n = run(model.params, b["input_ids"], b["attention_mask"], b["completion"])
        acc += (float(s), float(n))
    return acc[0] / max(acc[1], 1.0)
