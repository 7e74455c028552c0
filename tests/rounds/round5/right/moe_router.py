"""Top-k expert routing with the usual load-balancing term."""
import torch.nn.functional as F
from torch import nn


class Router(nn.Module):
    def __init__(self, d_model, n_experts, k=2):
        super().__init__()
        self.gate = nn.Linear(d_model, n_experts, bias=False)
        self.k = k
        self.n = n_experts

    def forward(self, x):
        logits = self.gate(x.flatten(0, 1))
        best, idx = logits.topk(self.k, dim=-1)
        weights = best.softmax(dim=-1)
        return weights, idx, self.balance(logits, idx), self.z_loss(logits)

    def balance(self, logits, idx):
        probs = F.softmax(logits, dim=-1).mean(0)
        used = F.one_hot(idx, self.n).float().sum(1).mean(0)
        return self.n * (probs * used).sum()

    @staticmethod
    def z_loss(logits):
        return logits.logsumexp(-1).square().mean()
