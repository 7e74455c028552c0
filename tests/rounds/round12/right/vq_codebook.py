"""Vector quantiser; `usage_perplexity` is exp of the entropy of code usage, a codebook statistic."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Quantiser(nn.Module):
    def __init__(self, codes=512, dim=64, commit=0.25):
        super().__init__()
        self.table = nn.Embedding(codes, dim)
        nn.init.uniform_(self.table.weight, -1 / codes, 1 / codes)
        self.commit = commit

    def forward(self, x):
        flat = x.reshape(-1, x.shape[-1])
        dist = torch.cdist(flat, self.table.weight)
        code = dist.argmin(dim=1)
        q = self.table(code).view_as(x)
        loss = F.mse_loss(q, x.detach()) + self.commit * F.mse_loss(x, q.detach())
        q = x + (q - x).detach()
        return q, loss, self.usage_perplexity(code)

    @torch.no_grad()
    def usage_perplexity(self, code):
        freq = torch.bincount(code, minlength=self.table.num_embeddings).float()
        freq = freq / freq.sum()
        return torch.exp(torch.special.entr(freq).sum())
