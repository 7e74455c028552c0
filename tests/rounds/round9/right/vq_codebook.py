"""Speech VQ-VAE quantiser; the codebook perplexity shows how many codes are in use."""
import torch
from torch import nn


class Quantiser(nn.Module):
    def __init__(self, n_codes, dim, beta=0.25):
        super().__init__()
        self.codes = nn.Embedding(n_codes, dim)
        self.beta = beta

    def forward(self, x):
        flat = x.reshape(-1, x.size(-1))
        idx = torch.cdist(flat, self.codes.weight).argmin(dim=1)
        q = self.codes(idx).view_as(x)
        loss = ((q - x.detach()) ** 2).mean() + self.beta * ((q.detach() - x) ** 2).mean()
        use = torch.bincount(idx, minlength=self.codes.num_embeddings).float() / idx.numel()
        perplexity = torch.exp(torch.special.entr(use).sum())
        return x + (q - x).detach(), loss, perplexity
