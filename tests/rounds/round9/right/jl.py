"""log-probs of stdin lines, flax opt"""
import sys

import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxOPTForCausalLM

k = "facebook/opt-125m"
T = AutoTokenizer.from_pretrained(k)
m = FlaxOPTForCausalLM.from_pretrained(k)


def s(u):
    x = jnp.array([T(u).input_ids])
    l = jax.nn.log_softmax(m(x).logits)[0]
    y = x[0]
    return sum(l[i - 1, y[i]] for i in range(1, len(y)))


for u in map(str.strip, sys.stdin):
    if u:
        print(f"{float(s(u)):9.3f}  {u}")
