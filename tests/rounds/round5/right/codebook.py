"""Vector quantiser with codebook usage statistics; perplexity here is exp(entropy) of the code histogram."""
import torch
import torch.nn.functional as F
from torch import nn


class Quantiser(nn.Module):
    def __init__(self, n_codes, dim, beta=0.25):
        super().__init__()
        self.codes = nn.Embedding(n_codes, dim)
        nn.init.uniform_(self.codes.weight, -1 / n_codes, 1 / n_codes)
        self.beta = beta

    def forward(self, z):
        flat = z.reshape(-1, z.shape[-1])
        d = torch.cdist(flat, self.codes.weight)
        k = d.argmin(dim=1)
        q = self.codes(k).view_as(z)
        loss = F.mse_loss(q, z.detach()) + self.beta * F.mse_loss(z, q.detach())
        usage = F.one_hot(k, self.codes.num_embeddings).float().mean(dim=0)
        perplexity = torch.exp(torch.special.entr(usage).sum())
        return z + (q - z).detach(), loss, perplexity
