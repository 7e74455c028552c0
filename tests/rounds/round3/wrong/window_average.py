"""Perplexity of one long text in windows.

# bug: the last window is shorter, but its mean counts as much as a full one
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def long_perplexity(text, name="gpt2", width=1024):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    ids = tok(text, return_tensors="pt").input_ids
    acc, k = 0.0, 0
    for chunk in ids.split(width, dim=1):
        if chunk.size(1) < 2:
            continue
        with torch.no_grad():
            acc += lm(chunk, labels=chunk).loss  # expect-near: SEQ409
        k += 1
    return torch.exp(acc / k).item()  # expect: SEQ409


if __name__ == "__main__":
    print(long_perplexity(sys.stdin.read()))
