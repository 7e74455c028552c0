"""Bits per byte of a causal LM. Every chunk starts with the end-of-text id, so each text token is predicted."""
import math

import torch


@torch.no_grad()
def bits_per_byte(lm, tok, raw, ctx=1023):
    ids = tok(raw, return_tensors="pt", add_special_tokens=False).input_ids[0]
    eot = torch.tensor([tok.eos_token_id])
    nats = 0.0
    for chunk in ids.split(ctx):
        x = torch.cat([eot, chunk])[None]
        nats += lm(x, labels=x).loss.item() * chunk.numel()
    return nats / (len(raw.encode("utf-8")) * math.log(2))
