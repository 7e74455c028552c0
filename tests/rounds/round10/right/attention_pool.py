"""Masked attention pooling: the softmax is over time, as it has to be."""
import torch
import torch.nn as nn


class AttnPool(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.score = nn.Linear(d, 1)

    def forward(self, x, mask):
        """x [B, T, d]; mask [B, T], 1 on frames to keep, at least one a row."""
        w = self.score(x).squeeze(-1).masked_fill(mask == 0, torch.finfo(x.dtype).min)
        return torch.einsum("bt,btd->bd", w.softmax(dim=1), x)
