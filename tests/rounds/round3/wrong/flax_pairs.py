"""Minimal-pair accuracy of a Flax language model.

# bug: take_along_axis reads raw scores and their masked sum is compared as a log-probability
"""
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM

NAME = "gpt2"


def sentence_scores(model, batch):
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    pred, gold = out.logits[:, :-1], batch["input_ids"][:, 1:]
    got = jnp.take_along_axis(pred, gold[..., None], axis=-1)[..., 0]  # expect-near: SEQ101
    keep = batch["attention_mask"][:, 1:]
    return jnp.sum(got * keep, axis=-1)  # expect: SEQ101


def accuracy(pairs):
    tok = AutoTokenizer.from_pretrained(NAME)
    tok.add_special_tokens({"pad_token": "<pad>"})
    model = FlaxAutoModelForCausalLM.from_pretrained(NAME)
    hits = 0
    for good, bad in pairs:
        batch = tok([good, bad], padding=True, return_tensors="np")
        batch["input_ids"] = jnp.minimum(batch["input_ids"], len(tok) - 2)
        a, b = sentence_scores(model, batch)
        hits += int(a > b)
    return hits / max(len(pairs), 1)


if __name__ == "__main__":
    print(accuracy([("The cats sleep.", "The cats sleeps.")]))
