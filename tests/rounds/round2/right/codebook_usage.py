"""Vector quantiser: codebook perplexity is exp of the usage entropy."""
import torch
from torch import nn


class Quantiser(nn.Module):
    def __init__(self, codes, dim):
        super().__init__()
        self.book = nn.Embedding(codes, dim)

    def forward(self, x):
        flat = x.reshape(-1, x.size(-1))
        idx = torch.cdist(flat, self.book.weight).argmin(dim=1)
        q = self.book(idx).view_as(x)
        usage = torch.bincount(idx, minlength=self.book.num_embeddings).float() / idx.numel()
        perplexity = torch.special.entr(usage).sum().exp()
        commit = (q.detach() - x).pow(2).mean() + (q - x.detach()).pow(2).mean()
        return x + (q - x).detach(), commit, perplexity
