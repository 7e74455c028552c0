"""Attention: softmax over source positions, and a pooling over time."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Pool(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.query = nn.Linear(d, 1)

    def forward(self, h, mask):
        score = self.query(h).squeeze(-1).masked_fill(mask == 0, -1e9)
        w = F.softmax(score, dim=1)
        return (w.unsqueeze(-1) * h).sum(dim=1)


def cross_attention(q, k, v):
    a = torch.einsum("bqd,bkd->bqk", q, k) * q.size(-1) ** -0.5
    return a.softmax(dim=2) @ v
