"""Entropy of grammar-constrained next-token distributions."""
import torch


def constrained(logits, keep):
    return logits.float().masked_fill(~keep, float("-inf")).softmax(-1)


def entropy(q):
    return torch.special.entr(q).sum(-1)


def entropy_via_logits(logits, keep):
    lq = logits.float().masked_fill(~keep, float("-inf")).log_softmax(-1)
    return -(lq.exp() * lq.masked_fill(~keep, 0.0)).sum(-1)


if __name__ == "__main__":
    z, k = torch.randn(5, 9), torch.rand(5, 9) > 0.4
    k[:, 0] = True
    torch.testing.assert_close(entropy(constrained(z, k)), entropy_via_logits(z, k))
