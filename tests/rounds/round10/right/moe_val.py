"""Validation of an MoE LM: training loss with the router term, perplexity from cross-entropy alone."""
import math

import torch
import torch.nn.functional as F


@torch.no_grad()
def validate(net, loader, aux_weight=0.01):
    net.eval()
    ce_sum, aux_sum, n, nb = 0.0, 0.0, 0, 0
    for x, y in loader:  # y: next tokens
        z, balance = net(x)
        ce_sum += F.cross_entropy(z.flatten(0, 1).float(), y.flatten(), reduction="sum").item()
        aux_sum += balance.item()
        n, nb = n + y.numel(), nb + 1
    ce = ce_sum / max(n, 1)
    return {"objective": ce + aux_weight * aux_sum / max(nb, 1), "ppl": math.exp(min(ce, 700.0))}
