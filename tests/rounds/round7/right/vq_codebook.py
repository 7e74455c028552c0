"""Vector quantiser: codebook usage perplexity is exp of the usage entropy."""
import torch
from torch import nn
import torch.nn.functional as F


class Quantizer(nn.Module):
    def __init__(self, n_codes=512, dim=64, commit=0.25):
        super().__init__()
        self.book = nn.Embedding(n_codes, dim)
        nn.init.uniform_(self.book.weight, -1 / n_codes, 1 / n_codes)
        self.commit = commit

    def forward(self, x):
        flat = x.reshape(-1, x.size(-1))
        codes = torch.cdist(flat, self.book.weight).argmin(dim=1)
        q = self.book(codes).view_as(x)
        loss = F.mse_loss(q, x.detach()) + self.commit * F.mse_loss(x, q.detach())
        usage = F.one_hot(codes, self.book.num_embeddings).float().mean(0)
        perplexity = torch.special.entr(usage).sum().exp()
        return x + (q - x).detach(), loss, perplexity
