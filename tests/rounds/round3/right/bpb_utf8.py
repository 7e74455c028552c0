"""Bits per byte of text files."""
import math
import pathlib

import torch
from torch.nn import CrossEntropyLoss


def file_bits(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids[0]
    with torch.no_grad():
        z = lm(ids[None]).logits[0, :-1].float()
    return CrossEntropyLoss(reduction="sum")(z, ids[1:]).item() / math.log(2)


def bits_per_byte(lm, tok, folder):
    bits = n = 0
    for f in pathlib.Path(folder).rglob("*.txt"):
        text = f.read_text(encoding="utf-8")
        bits += file_bits(lm, tok, text)
        n += len(text.encode("utf-8"))
    return bits / n if n else float("nan")
