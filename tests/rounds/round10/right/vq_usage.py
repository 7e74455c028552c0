"""Codebook statistics of a VQ-VAE tokenizer for speech units."""
import torch
import torch.nn.functional as F


class Quantizer(torch.nn.Module):
    def __init__(self, n=1024, d=64):
        super().__init__()
        self.book = torch.nn.Embedding(n, d)

    def forward(self, x):
        flat = x.reshape(-1, x.size(-1))
        code = torch.cdist(flat, self.book.weight).argmin(1)
        q = self.book(code).view_as(x)
        usage = F.one_hot(code, self.book.num_embeddings).float().mean(0)
        codebook_perplexity = torch.special.entr(usage).sum().exp()
        commit = F.mse_loss(x, q.detach())
        return x + (q - x).detach(), commit, codebook_perplexity
