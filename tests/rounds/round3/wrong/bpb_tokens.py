"""Bits per byte for a tokenizer comparison.

# bug: the divisor is the number of tokens, which differs between the tokenizers
"""
import math

import torch
import torch.nn.functional as F


def bits_per_byte(model, tokenizer, text: str) -> float:
    ids = tokenizer(text, return_tensors="pt").input_ids
    with torch.no_grad():
        z = model(ids).logits
    nats = F.cross_entropy(z[0, :-1].float(), ids[0, 1:], reduction="sum").item()
    n = ids[0, 1:].numel()
    return nats / math.log(2) / n  # expect: SEQ422
