"""Sentence NLLs for the BLiMP-nl minimal pairs with a Flax GPT-2.

# bug: the log-softmax runs over axis 1, the time axis of a (batch, time, vocab) array
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

model = FlaxGPT2LMHeadModel.from_pretrained("GroNLP/gpt2-small-dutch", from_pt=True)
tok = AutoTokenizer.from_pretrained("GroNLP/gpt2-small-dutch")
tok.pad_token = tok.eos_token
tok.padding_side = "right"


@partial(jax.jit, static_argnums=())
def nll(params, ids, am):
    z = model(ids, attention_mask=am, params=params, train=False).logits
    lp = jax.nn.log_softmax(z[:, :-1, :], axis=1)  # expect: SEQ104
    tgt = ids[:, 1:]
    got = jnp.take_along_axis(lp, tgt[:, :, None], axis=2)[:, :, 0]
    return -(got * am[:, 1:]).sum(axis=1)


def accuracy(pairs, bs=16):
    hits = 0
    for i in range(0, len(pairs), bs):
        chunk = pairs[i:i + bs]
        texts = [g for g, _ in chunk] + [b for _, b in chunk]
        enc = tok(texts, padding=True, return_tensors="np")
        s = np.asarray(nll(model.params, enc["input_ids"], enc["attention_mask"]))
        hits += int((s[:len(chunk)] < s[len(chunk):]).sum())
    return hits / len(pairs)
