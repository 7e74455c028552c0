"""score lines of stdin with a flax gpt2

# bug: take_along_axis walks over the time axis, so token ids are used as row numbers.
"""
import sys

import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

k = "gpt2"
T = AutoTokenizer.from_pretrained(k)
m = FlaxGPT2LMHeadModel.from_pretrained(k)


def s(u):
    x = jnp.array([[T.bos_token_id] + T(u).input_ids])
    l = jax.nn.log_softmax(m(x).logits[0, :-1], axis=-1)
    y = x[0, 1:]
    return jnp.take_along_axis(l, y[:, None], axis=0).sum()  # expect: SEQ205


for u in map(str.strip, sys.stdin):
    if u:
        print(f"{float(s(u)):9.3f}  {u}")
