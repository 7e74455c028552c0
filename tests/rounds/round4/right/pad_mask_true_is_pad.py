"""Masks that are true on padding, as torch's attention modules want them."""
import torch
import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.att = nn.MultiheadAttention(d, heads, batch_first=True)

    def forward(self, x, pad_mask):
        h, _ = self.att(x, x, x, key_padding_mask=pad_mask, need_weights=False)
        return h.masked_fill(pad_mask.unsqueeze(-1), 0.0)


def pooled(h, pad_mask):
    keep = (~pad_mask).unsqueeze(-1).to(h.dtype)
    return (h * keep).sum(1) / keep.sum(1).clamp(min=1.0)


def token_sum(logps, pad_mask):
    return torch.where(pad_mask, 0.0, logps).sum(-1)
