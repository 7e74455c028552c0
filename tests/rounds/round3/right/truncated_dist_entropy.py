"""Entropy of a top-k sampling distribution, zero entries handled."""
import torch


def truncate(z, k):
    kth = torch.topk(z, k, dim=-1).values[..., -1:]
    return z.masked_fill(z < kth, -torch.inf)


def truncated_entropy(z, k=50):
    p = truncate(z, k).softmax(dim=-1)
    return torch.special.entr(p).sum(dim=-1)


def truncated_entropy_xlogy(z, k=50):
    p = truncate(z, k).softmax(dim=-1)
    return -torch.xlogy(p, p).sum(dim=-1)


if __name__ == "__main__":
    torch.manual_seed(0)
    z = torch.randn(3, 200)
    assert torch.allclose(truncated_entropy(z), truncated_entropy_xlogy(z), atol=1e-5)
    assert torch.isfinite(truncated_entropy(z, 5)).all()
