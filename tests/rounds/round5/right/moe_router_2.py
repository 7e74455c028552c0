"""Top-k router of a mixture-of-experts block with load-balancing loss."""
import torch
from torch import nn


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.gate = nn.Linear(dim, experts, bias=False)
        self.k = k

    def forward(self, x):
        logits = self.gate(x)
        probs = logits.float().softmax(dim=-1)
        weight, chosen = probs.topk(self.k, dim=-1)
        weight = weight / weight.sum(dim=-1, keepdim=True)
        share = torch.zeros_like(probs).scatter_(-1, chosen, 1.0).flatten(0, -2).mean(0)
        importance = probs.flatten(0, -2).mean(0)
        balance = probs.size(-1) * (share * importance).sum() / self.k
        zloss = torch.logsumexp(logits.float(), dim=-1).square().mean()
        return weight.to(x.dtype), chosen, balance + 1e-3 * zloss
