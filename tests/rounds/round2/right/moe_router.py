"""Top-k router: the softmax over the chosen experts is the mixture weight."""
import torch.nn as nn
import torch.nn.functional as F


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.gate = nn.Linear(dim, experts, bias=False)
        self.k = k

    def forward(self, x):
        logits = self.gate(x).float()
        vals, idx = logits.topk(self.k, dim=-1)
        weights = F.softmax(vals, dim=-1)
        probs = logits.softmax(dim=-1)
        load = F.one_hot(idx, logits.size(-1)).float().sum(dim=-2).flatten(0, -2).mean(dim=0)
        importance = probs.flatten(0, -2).mean(dim=0)
        aux = logits.size(-1) * (load * importance).sum()
        z_loss = logits.logsumexp(dim=-1).square().mean()
        return weights, idx, aux, z_loss
