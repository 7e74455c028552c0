"""Bits per UTF-8 byte. The first token has no prediction and its bytes are left out."""
import math

import torch


@torch.no_grad()
def bpb(lm, tok, text):
    enc = tok(text, return_tensors="pt", return_offsets_mapping=True, add_special_tokens=False)
    ids = enc["input_ids"].to(lm.device)
    if ids.shape[1] < 2:
        raise ValueError("needs two tokens")
    begin = int(enc["offset_mapping"][0, 1, 0])
    mean = lm(ids, labels=ids).loss.item()
    nats = mean * (ids.shape[1] - 1)
    return nats / (math.log(2) * len(text[begin:].encode("utf-8")))


def suite(lm, tok, docs):
    lm.eval()
    return {name: bpb(lm, tok, body) for name, body in docs.items()}
