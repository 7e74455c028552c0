"""BLiMP-type minimal pairs in JAX: a pair counts when the good sentence gets more log-prob.

# bug: chosen logits are added up although no log_softmax was applied.
"""
import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

CK = "gpt2"
tok = AutoTokenizer.from_pretrained(CK)
tok.pad_token = tok.eos_token
lm = FlaxAutoModelForCausalLM.from_pretrained(CK)


@jax.jit
def _fwd(ids, mask):
    return lm(ids, attention_mask=mask).logits


def sent_score(sents):
    b = tok([tok.bos_token + s for s in sents], padding=True, return_tensors="np")
    out = _fwd(b["input_ids"], b["attention_mask"])[:, :-1]
    tgt = b["input_ids"][:, 1:]
    got = jnp.take_along_axis(out, tgt[..., None], axis=2)[..., 0]
    return np.asarray(jnp.sum(got * b["attention_mask"][:, 1:], axis=1))  # expect: SEQ101


def accuracy(pairs, bs=16):
    right = 0
    for i in range(0, len(pairs), bs):
        good, bad = zip(*pairs[i : i + bs])
        right += int((sent_score(good) > sent_score(bad)).sum())  # expect-near: SEQ101
    return right / len(pairs)
