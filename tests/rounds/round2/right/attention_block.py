"""Multi-head attention with a causal and a padding mask."""
import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.scale = heads, math.sqrt(dim // heads)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, attention_mask):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        logits = q @ k.transpose(-2, -1) / self.scale
        causal = torch.ones(t, t, dtype=torch.bool, device=x.device).tril()
        ok = causal & attention_mask[:, None, None, :].bool()
        w = logits.masked_fill(~ok, torch.finfo(logits.dtype).min).softmax(dim=-1)
        return self.proj((w @ v).transpose(1, 2).reshape(b, t, d))
