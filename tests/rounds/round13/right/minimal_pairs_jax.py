"""Accuracy on grammatical minimal pairs, Flax models."""
import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM


class PairEval:
    def __init__(self, name):
        self.tk = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tk.pad_token = self.tk.eos_token
        self.lm = FlaxAutoModelForCausalLM.from_pretrained(name)

    @functools.partial(jax.jit, static_argnums=0)
    def _nll(self, params, ids, mask):
        out = self.lm(ids, attention_mask=mask, params=params, train=False).logits
        cost = optax.softmax_cross_entropy_with_integer_labels(out[:, :-1].astype(jnp.float32), ids[:, 1:])
        return jnp.sum(cost * mask[:, 1:], axis=-1)

    def nll(self, sentences):
        text = [self.tk.bos_token + s for s in sentences]
        e = self.tk(text, padding=True, return_tensors="np")
        return np.asarray(self._nll(self.lm.params, e["input_ids"], e["attention_mask"]))

    def __call__(self, good, bad):
        """Share of pairs whose acceptable member is the more probable one."""
        return float(np.mean(self.nll(good) < self.nll(bad)))
