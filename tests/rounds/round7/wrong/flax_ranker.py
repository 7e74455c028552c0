"""Flax re-ranker for translation hypotheses (decoder-only LM).

# bug: the log-softmax of the (batch, time, vocab) logits is taken over the time axis
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

NAME = "gpt2"
tokenizer = AutoTokenizer.from_pretrained(NAME)
tokenizer.pad_token = tokenizer.eos_token
tokenizer.padding_side = "right"
net = FlaxAutoModelForCausalLM.from_pretrained(NAME)


@partial(jax.jit, static_argnums=())
def hyp_scores(params, ids, keep):
    z = net(input_ids=ids, attention_mask=keep, params=params).logits  # [B, T, V]
    lsm = jax.nn.log_softmax(z[:, :-1, :].astype(jnp.float32), axis=1)  # expect: SEQ104
    tgt = ids[:, 1:]
    got = jnp.take_along_axis(lsm, tgt[:, :, None], axis=-1)[:, :, 0]
    return jnp.where(keep[:, 1:] > 0, got, 0.0).sum(axis=-1)


def rerank(hypotheses):
    enc = tokenizer(hypotheses, return_tensors="np", padding=True)
    s = hyp_scores(net.params, enc["input_ids"], enc["attention_mask"])
    order = np.argsort(-np.asarray(s))
    return [(hypotheses[i], float(s[i])) for i in order]


if __name__ == "__main__":
    for text, val in rerank(["He went home.", "He goed home.", "Home he went."]):
        print(f"{val:9.3f}  {text}")
