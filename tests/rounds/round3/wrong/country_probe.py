"""Probe factual knowledge: capital -> country.

# bug: a country name of several word pieces is represented by its last piece
"""
import json

import torch


def country_logprob(model, tokenizer, prompt, country):
    """log p(country | prompt)"""
    last = tokenizer(country, add_special_tokens=False)["input_ids"][-1]  # expect: SEQ209
    enc = tokenizer(prompt, return_tensors="pt")
    with torch.no_grad():
        row = model(**enc).logits[0, -1].log_softmax(-1)
    return row[last].item()  # expect-near: SEQ209


def probe(model, tokenizer, path):
    with open(path) as fh:
        facts = [json.loads(x) for x in fh]
    return [country_logprob(model, tokenizer, f["prompt"], f["country"]) for f in facts]
