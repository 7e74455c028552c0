"""Bits per byte on raw text files.

# bug: total NLL in nats over bytes, ln 2 is missing
"""
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def file_nats(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    with torch.no_grad():
        z = lm(ids).logits[0, :-1].float()
    return torch.nn.functional.cross_entropy(z, ids[0, 1:], reduction="sum").item()


def main(name, *files):
    lm, tok = AutoModelForCausalLM.from_pretrained(name), AutoTokenizer.from_pretrained(name)
    for f in files:
        text = pathlib.Path(f).read_text()
        bits_per_byte = file_nats(lm, tok, text) / len(text.encode())  # expect: SEQ412
        print(f, round(bits_per_byte, 4))


if __name__ == "__main__":
    main(*sys.argv[1:])
