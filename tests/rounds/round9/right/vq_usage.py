"""VQ-VAE codebook statistics."""
import torch
import torch.nn.functional as F


class CodebookMonitor:
    """Accumulates code counts; ``perplexity`` is the exponential of the usage entropy."""

    def __init__(self, size):
        self.size = size
        self.counts = torch.zeros(size, dtype=torch.float64)

    def update(self, indices):
        self.counts += F.one_hot(indices.flatten().cpu(), self.size).sum(0)

    @property
    def perplexity(self):
        p = self.counts / self.counts.sum().clamp(min=1)
        return torch.special.entr(p).sum().exp().item()

    @property
    def dead(self):
        return int((self.counts == 0).sum())


class Quantiser(torch.nn.Module):
    def __init__(self, size, dim):
        super().__init__()
        self.table = torch.nn.Embedding(size, dim)

    def forward(self, x):
        d = torch.cdist(x.flatten(0, -2), self.table.weight)
        codes = d.argmin(dim=-1).view(x.shape[:-1])
        q = self.table(codes)
        return x + (q - x).detach(), codes, F.mse_loss(q, x.detach()) + 0.25 * F.mse_loss(x, q.detach())
