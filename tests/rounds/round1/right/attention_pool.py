"""Attention pooling over time and plain scaled dot-product attention."""
import math

import torch
from torch import nn


class TimePool(nn.Module):
    """Weights the positions of (batch, time, width) and averages them."""

    def __init__(self, width):
        super().__init__()
        self.score = nn.Linear(width, 1)

    def forward(self, h, mask):
        logits = self.score(h).squeeze(-1)
        logits = logits.masked_fill(mask == 0, torch.finfo(logits.dtype).min)
        w = torch.softmax(logits, dim=1)
        return (w.unsqueeze(-1) * h).sum(dim=1)


def attend(q, k, v, causal=True):
    logits = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
    if causal:
        t = logits.size(-1)
        future = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
        logits = logits.masked_fill(future, float("-inf"))
    return logits.softmax(dim=-1) @ v


if __name__ == "__main__":
    h = torch.randn(2, 5, 8)
    m = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    out = TimePool(8)(h, m)
    h2 = h.clone()
    h2[0, 3:] = 100.0
    pool = TimePool(8)
    assert torch.allclose(pool(h, m), pool(h2, m)) and out.shape == (2, 8)
    assert attend(h, h, h).shape == h.shape
