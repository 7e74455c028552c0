"""Minimal pairs with Flax GPT-2."""
import jax
import jax.numpy as jnp
from transformers import FlaxGPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
model = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


def pair_scores(good, bad):
    enc = tok([good, bad], padding=True, return_tensors="np")
    z = model(**enc).logits[:, :-1]
    gold = jnp.asarray(enc["input_ids"])[:, 1:]
    raw = jnp.take_along_axis(z, gold[..., None], axis=-1)[..., 0]
    lp = raw - jax.scipy.special.logsumexp(z, axis=-1)
    return jnp.where(enc["attention_mask"][:, 1:] == 1, lp, 0.0).sum(axis=1)


g, b = pair_scores("The boys laugh.", "The boys laughs.")
print("correct" if g > b else "wrong")
