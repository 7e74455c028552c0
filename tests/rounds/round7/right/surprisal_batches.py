"""Summed surprisal in bits for right-padded batches."""
import math

import torch
import torch.nn.functional as F


@torch.no_grad()
def batch_bits(net, ids, attn):
    z = net(input_ids=ids, attention_mask=attn).logits
    gold, keep = ids[:, 1:], attn[:, 1:].bool()
    cost = F.cross_entropy(z[:, :-1].float().transpose(1, 2), gold, reduction="none")
    return torch.where(keep, cost, 0.0).sum(1) / math.log(2)


@torch.no_grad()
def batch_hidden_mean(net, ids, attn):
    """Mean of the states that predict something (every real input but the last column)."""
    h = net(input_ids=ids, attention_mask=attn, output_hidden_states=True).hidden_states[-1][:, :-1]
    w = attn[:, :-1].unsqueeze(-1).to(h.dtype)
    return (h * w).sum(1) / w.sum(1).clamp(min=1)


def collect(net, loader):
    net.eval()
    return torch.cat([batch_bits(net, b["input_ids"], b["attention_mask"]) for b in loader])
