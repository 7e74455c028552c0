"""Top-k router: gates are renormalised over the chosen experts."""
import torch
import torch.nn as nn


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.w = nn.Linear(dim, experts, bias=False)
        self.k = k

    def forward(self, h):
        logits = self.w(h)
        top, idx = logits.topk(self.k, dim=-1)
        gates = torch.softmax(top.float(), dim=-1)
        load = torch.softmax(logits.float(), dim=-1).mean(dim=(0, 1))
        share = torch.zeros_like(load).scatter_add_(0, idx.flatten(), torch.ones_like(idx.flatten(), dtype=load.dtype))
        aux = logits.shape[-1] * (load * share / share.sum()).sum()
        return gates, idx, aux
