"""Residual VQ for a speech codec; codebook perplexity tells how many codes are in use."""
import torch
from torch import nn


class VQ(nn.Module):
    def __init__(self, n_codes, dim, decay=0.99):
        super().__init__()
        self.codebook = nn.Parameter(torch.randn(n_codes, dim))
        self.register_buffer("usage", torch.full((n_codes,), 1.0 / n_codes))
        self.decay = decay

    def forward(self, x):
        d = torch.cdist(x.flatten(0, 1), self.codebook)
        idx = d.argmin(-1)
        q = self.codebook[idx].view_as(x)
        if self.training:
            hist = torch.bincount(idx, minlength=len(self.codebook)).float()
            self.usage.lerp_(hist / hist.sum(), 1 - self.decay)
        loss = (q - x.detach()).square().mean() + 0.25 * (q.detach() - x).square().mean()
        return x + (q - x).detach(), idx.view(x.shape[:2]), loss

    @property
    def perplexity(self):
        return torch.exp(torch.special.entr(self.usage).sum())


class RVQ(nn.Module):
    def __init__(self, depth, n_codes, dim):
        super().__init__()
        self.layers = nn.ModuleList(VQ(n_codes, dim) for _ in range(depth))

    def forward(self, x):
        res, out, total, codes = x, 0.0, 0.0, []
        for vq in self.layers:
            q, idx, loss = vq(res)
            res, out, total = res - q, out + q, total + loss
            codes.append(idx)
        return out, torch.stack(codes, -1), total
