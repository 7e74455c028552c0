"""Mixture-of-experts router: top-k first, softmax over the selected experts."""
import torch
import torch.nn.functional as F
from torch import nn


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.gate, self.k, self.experts = nn.Linear(dim, experts, bias=False), k, experts

    def forward(self, x):
        """x (tokens, dim) -> weights and indices (tokens, k), balance loss."""
        logits = self.gate(x)
        top, index = logits.topk(self.k, dim=-1)
        weights = F.softmax(top, dim=-1)
        return weights, index, self.balance(logits, index)

    def balance(self, logits, index):
        p = logits.softmax(dim=-1).mean(dim=0)
        f = F.one_hot(index, self.experts).float().sum(dim=1).mean(dim=0)
        z = torch.logsumexp(logits, dim=-1).pow(2).mean()
        return self.experts * (p * f).sum() + 1e-3 * z


if __name__ == "__main__":
    w, i, aux = Router(8, 4)(torch.randn(6, 8))
    assert torch.allclose(w.sum(-1), torch.ones(6)) and i.shape == (6, 2) and aux > 0
