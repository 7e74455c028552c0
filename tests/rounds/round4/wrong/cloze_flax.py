"""Cloze completion with a Flax GPT-2.
# bug: the head's outputs at the chosen ids are averaged as if they were log-probabilities.
"""
import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

NAME = "gpt2"
tok = AutoTokenizer.from_pretrained(NAME)
net = FlaxAutoModelForCausalLM.from_pretrained(NAME)


@jax.jit
def fluency(ids):
    out = net(ids).logits
    pred, gold = out[:, :-1], ids[:, 1:]
    at_gold = jnp.take_along_axis(pred, gold[..., None], axis=-1)[..., 0]
    return at_gold.mean(axis=-1)  # expect: SEQ101


sentences = [
    "The trophy did not fit in the suitcase because it was too big.",
    "The trophy did not fit in the suitcase because it was too small.",
]
for s in sentences:
    x = tok(s, return_tensors="np").input_ids
    print(f"{float(fluency(x)[0]):8.3f}  {s}")
