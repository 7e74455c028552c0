"""Vector-quantised autoencoder pieces: nearest code, commitment loss, codebook perplexity."""
import torch
import torch.nn.functional as F
from torch import nn


class Quantizer(nn.Module):
    def __init__(self, codes=512, dim=64, beta=0.25):
        super().__init__()
        self.book = nn.Embedding(codes, dim)
        self.beta = beta

    def forward(self, z):
        flat = z.reshape(-1, z.size(-1))
        idx = torch.cdist(flat, self.book.weight).argmin(1)
        q = self.book(idx).view_as(z)
        loss = F.mse_loss(q, z.detach()) + self.beta * F.mse_loss(z, q.detach())
        use = F.one_hot(idx, self.book.num_embeddings).float().mean(0)
        perplexity = torch.exp(torch.special.entr(use).sum())
        return z + (q - z).detach(), loss, perplexity
