"""Codebook diagnostics of a VQ-VAE: usage perplexity exp(H) of the code histogram."""
import torch
import torch.distributed as dist


class CodebookMeter:
    def __init__(self, size, decay=0.99):
        self.counts = torch.zeros(size, dtype=torch.float64)
        self.size, self.decay = size, decay

    def update(self, codes):
        hist = torch.bincount(codes.flatten().cpu(), minlength=self.size).double()
        self.counts = self.decay * self.counts + hist

    def sync(self):
        if dist.is_available() and dist.is_initialized():
            dist.all_reduce(self.counts)

    def perplexity(self):
        p = self.counts / self.counts.sum().clamp(min=1e-12)
        return torch.special.entr(p).sum().exp().item()

    def dead(self):
        return int((self.counts < 1e-3).sum())


if __name__ == "__main__":
    m = CodebookMeter(16)
    m.update(torch.arange(16))
    assert abs(m.perplexity() - 16) < 1e-9
