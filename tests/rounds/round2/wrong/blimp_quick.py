"""Minimal-pair accuracy on a BLiMP-style jsonl file.

# bug: the summed per-token values are raw logits, never normalised over the vocabulary
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name, path = sys.argv[1:3]
tok = AutoTokenizer.from_pretrained(name)
lm = AutoModelForCausalLM.from_pretrained(name).eval()


def rate(text):
    ids = tok(text, return_tensors="pt").input_ids
    with torch.inference_mode():
        z = lm(ids).logits[0].float()
    total = 0.0
    for i, t in enumerate(ids[0, 1:].tolist()):
        total += z[i, t].item()  # expect: SEQ101
    return total  # expect-near: SEQ101


hits = n = 0
with open(path) as fh:
    for line in fh:
        pair = json.loads(line)
        hits += rate(pair["sentence_good"]) > rate(pair["sentence_bad"])
        n += 1
print(f"{hits} of {n}")
