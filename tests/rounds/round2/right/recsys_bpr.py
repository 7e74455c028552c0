"""Matrix factorisation with BPR; raw dot products are scores of items for one user."""
import torch
import torch.nn.functional as F
from torch import nn


class BPR(nn.Module):
    def __init__(self, users, items, dim=64):
        super().__init__()
        self.u, self.v = nn.Embedding(users, dim), nn.Embedding(items, dim)

    def score(self, user, item):
        return (self.u(user) * self.v(item)).sum(dim=-1)

    def loss(self, user, pos, neg):
        logits = self.score(user, pos) - self.score(user, neg)
        reg = self.u(user).pow(2).mean() + self.v(pos).pow(2).mean()
        return -F.logsigmoid(logits).mean() + 1e-4 * reg

    @torch.no_grad()
    def recommend(self, user, k=10):
        logits = self.u.weight[user] @ self.v.weight.t()
        return logits.topk(k).indices.tolist(), logits.mean().item()
