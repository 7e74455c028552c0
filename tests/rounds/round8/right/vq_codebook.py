"""Vector quantiser with EMA updates; 'perplexity' is the effective number of used codes."""
import torch
import torch.nn.functional as F
from torch import nn


class Quantizer(nn.Module):
    def __init__(self, k, d, decay=0.99):
        super().__init__()
        self.register_buffer("codes", torch.randn(k, d))
        self.register_buffer("size", torch.ones(k))
        self.register_buffer("acc", self.codes.clone())
        self.decay = decay

    def forward(self, x):
        flat = x.reshape(-1, x.shape[-1])
        idx = torch.cdist(flat, self.codes).argmin(dim=1)
        one_hot = F.one_hot(idx, self.codes.shape[0]).to(flat.dtype)
        if self.training:
            with torch.no_grad():
                self.size.lerp_(one_hot.sum(0), 1 - self.decay)
                self.acc.lerp_(one_hot.T @ flat, 1 - self.decay)
                self.codes.copy_(self.acc / self.size.clamp(min=1e-5)[:, None])
        q = self.codes[idx].view_as(x)
        usage = one_hot.mean(dim=0)
        perplexity = torch.exp(torch.special.entr(usage).sum())
        commit = F.mse_loss(x, q.detach())
        return x + (q - x).detach(), commit, perplexity
