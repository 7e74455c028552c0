"""Ideal code length of UTF-8 text under an LM, in bits per byte."""
import math

import torch


@torch.no_grad()
def bits_per_byte(lm, tk, texts, window=1024):
    lm.eval()
    nats, size = 0.0, 0
    for t in texts:
        ids = [tk.bos_token_id] + tk.encode(t, add_special_tokens=False)
        size += len(t.encode("utf-8"))
        for i in range(0, len(ids) - 1, window):
            part = torch.tensor(ids[i : i + window + 1])
            z = lm(part[None, :-1]).logits[0].float()
            nats += torch.nn.functional.cross_entropy(z, part[1:], reduction="sum").item()
    return nats / math.log(2) / size
