"""Mixture-of-experts layer whose router scores every expert with a sigmoid."""
import torch
from torch import nn


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.gate = nn.Linear(dim, experts, bias=False)
        self.bias = nn.Parameter(torch.zeros(experts), requires_grad=False)
        self.k = k

    def forward(self, h):
        logits = self.gate(h)
        affinity = torch.sigmoid(logits)
        _, chosen = torch.topk(affinity + self.bias, self.k, dim=-1)
        weight = affinity.gather(-1, chosen)
        return chosen, weight / weight.sum(dim=-1, keepdim=True)


class SparseMLP(nn.Module):
    def __init__(self, dim, hidden, experts):
        super().__init__()
        self.router = Router(dim, experts)
        self.experts = nn.ModuleList(
            nn.Sequential(nn.Linear(dim, hidden), nn.SiLU(), nn.Linear(hidden, dim)) for _ in range(experts)
        )

    def forward(self, x):
        chosen, weight = self.router(x)
        y = torch.zeros_like(x)
        for e, expert in enumerate(self.experts):
            share = (weight * (chosen == e)).sum(dim=-1, keepdim=True)
            y = y + share * expert(x)
        return y
