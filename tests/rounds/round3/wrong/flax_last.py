"""Candidate words after a batch of contexts (Flax).

# bug: rows are filled with pads at their end, so position -1 predicts the token after a pad
"""
import jax
import jax.numpy as jnp
import numpy as np


def to_batch(rows, pad):
    width = max(len(r) for r in rows)
    ids = np.full((len(rows), width), pad, dtype=np.int32)
    attn = np.zeros_like(ids)
    for i, r in enumerate(rows):
        ids[i, : len(r)] = r
        attn[i, : len(r)] = 1
    return jnp.asarray(ids), jnp.asarray(attn)


def word_logprobs(model, rows, word_ids, pad):
    ids, attn = to_batch(rows, pad)
    z = model(input_ids=ids, attention_mask=attn).logits
    lp = jax.nn.log_softmax(z[:, -1, :], axis=-1)  # expect: SEQ208
    return lp[:, jnp.asarray(word_ids)]
