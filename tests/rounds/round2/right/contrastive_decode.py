"""Contrastive decoding: difference of two log-softmaxes, cut at a plausibility threshold."""
import math

import torch


@torch.no_grad()
def next_token(expert, amateur, ids, alpha=0.1):
    a = expert(ids).logits[:, -1].float().log_softmax(dim=-1)
    b = amateur(ids).logits[:, -1].float().log_softmax(dim=-1)
    logits = a - b
    cut = a.max(dim=-1, keepdim=True).values + math.log(alpha)
    logits = logits.masked_fill(a < cut, float("-inf"))
    return logits.argmax(dim=-1)


def generate(expert, amateur, ids, steps):
    """ids (1, T)."""
    for _ in range(steps):
        ids = torch.cat([ids, next_token(expert, amateur, ids)[:, None]], dim=1)
    return ids
