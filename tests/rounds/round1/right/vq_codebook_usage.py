"""Codebook statistics of a VQ-VAE."""
import torch


class UsageTracker:
    def __init__(self, codes, decay=0.99):
        self.freq = torch.full((codes,), 1.0 / codes)
        self.decay = decay

    def update(self, indices):
        hist = torch.bincount(indices.flatten(), minlength=self.freq.numel()).float()
        self.freq.mul_(self.decay).add_(hist / hist.sum(), alpha=1 - self.decay)

    @property
    def perplexity(self):
        """exp of the entropy of the code usage: the effective number of codes."""
        return torch.special.entr(self.freq).sum().exp().item()

    def dead(self, threshold=1e-5):
        return (self.freq < threshold).nonzero().flatten().tolist()


if __name__ == "__main__":
    u = UsageTracker(16)
    assert abs(u.perplexity - 16) < 1e-3
    u.update(torch.zeros(64, dtype=torch.long))
    assert u.perplexity < 16
