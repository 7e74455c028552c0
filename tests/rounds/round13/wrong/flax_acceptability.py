"""BLiMP-style minimal pairs with a Flax GPT-2.

# bug: the distribution at position t is read at token t, although it predicts token t+1.
"""
import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token
tokenizer.padding_side = "right"
model = FlaxAutoModelForCausalLM.from_pretrained("gpt2")


@jax.jit
def _score(params, ids, valid):
    logits = model(ids, attention_mask=valid, params=params, train=False).logits
    table = jax.nn.log_softmax(logits.astype(jnp.float32))
    each = jnp.take_along_axis(table, ids[:, :, None], axis=-1)[:, :, 0]  # expect: SEQ201
    return jnp.where(valid == 1, each, 0.0).sum(axis=1)  # expect-near: SEQ201


def sentence_logprobs(sentences):
    enc = tokenizer(sentences, padding=True, return_tensors="np")
    return _score(model.params, jnp.asarray(enc["input_ids"]), jnp.asarray(enc["attention_mask"]))


def pair_accuracy(pairs, batch=32):
    hits = 0
    for i in range(0, len(pairs), batch):
        part = pairs[i:i + batch]
        good = sentence_logprobs([g for g, _ in part])
        bad = sentence_logprobs([b for _, b in part])
        hits += int((good > bad).sum())
    return hits / len(pairs)
