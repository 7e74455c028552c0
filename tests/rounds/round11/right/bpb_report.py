"""Bits per byte of source files, micro-averaged."""
import math

import torch
import torch.nn.functional as F


def nats(lm, ids):
    """ids start with the separator token, which is not scored."""
    with torch.no_grad():
        z = lm(ids[None]).logits[0, :-1].float()
    return F.cross_entropy(z, ids[1:], reduction="sum").item()


def corpus_bpb(lm, encode, sources):
    total_nats = total_bytes = 0
    for s in sources:
        total_nats += nats(lm, torch.tensor(encode(s)))
        total_bytes += len(s.encode("utf-8"))
    return total_nats / math.log(2) / max(total_bytes, 1)
