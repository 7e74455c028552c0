"""Bits per byte."""
import math

import torch


def bits_per_byte(lm, tok, text):
    enc = tok(text, return_tensors="pt")
    with torch.no_grad():
        lp = lm(**enc).logits[:, :-1].float().log_softmax(-1)
    nats = -lp.gather(-1, enc.input_ids[:, 1:, None]).sum().item()
    return nats / math.log(2) / max(len(text.encode("utf-8")), 1)


def nats_per_byte(nats, n_bytes):
    return nats / max(n_bytes, 1)
