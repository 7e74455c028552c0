"""Codebook perplexity of a VQ-VAE: exp of the entropy of the usage."""
import torch
import torch.nn.functional as F
from torch import nn


class Quantizer(nn.Module):
    def __init__(self, codes, dim):
        super().__init__()
        self.book = nn.Embedding(codes, dim)

    def forward(self, z):
        """z: (N, dim)"""
        idx = torch.cdist(z, self.book.weight).argmin(dim=1)
        q = self.book(idx)
        commit = F.mse_loss(z, q.detach()) + F.mse_loss(q, z.detach())
        return z + (q - z).detach(), commit, self.perplexity(idx)

    def perplexity(self, idx):
        usage = F.one_hot(idx, self.book.num_embeddings).float().mean(dim=0)
        return torch.special.entr(usage).sum().exp()


if __name__ == "__main__":
    q = Quantizer(4, 2)
    assert torch.isclose(q.perplexity(torch.tensor([0, 1, 2, 3])), torch.tensor(4.0))
    assert q(torch.randn(5, 2))[0].shape == (5, 2)
