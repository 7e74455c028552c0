"""Attention pooling over time: the softmax belongs on axis 1 of (batch, time, 1)."""
import torch
from torch import nn


class TemporalPool(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.score = nn.Linear(dim, 1)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, h, lengths):
        logits = self.score(h)
        steps = torch.arange(h.size(1), device=h.device)[None, :, None]
        logits = logits.masked_fill(steps >= lengths[:, None, None], -1e9)
        alpha = self.softmax(logits)
        return (alpha * h).sum(dim=1)
