"""VQ-VAE codebook usage: perplexity of a distribution, not of a text."""
import torch


class Codebook(torch.nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.table = torch.nn.Embedding(n, d)

    def forward(self, z):
        d = torch.cdist(z, self.table.weight)
        idx = d.argmin(dim=-1)
        hits = torch.bincount(idx.flatten(), minlength=self.table.num_embeddings).float()
        p = hits / hits.sum()
        perplexity = torch.exp(torch.special.entr(p).sum())
        return self.table(idx), perplexity
