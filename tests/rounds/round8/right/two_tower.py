"""In-batch negatives for the two-tower retriever with a popularity correction."""
import torch
import torch.nn.functional as F
from torch import nn


class TwoTower(nn.Module):
    def __init__(self, users, items, dim=64, tau=0.07):
        super().__init__()
        self.u = nn.Embedding(users, dim)
        self.v = nn.Embedding(items, dim)
        self.tau = tau

    def forward(self, user, item):
        a = F.normalize(self.u(user), dim=-1)
        b = F.normalize(self.v(item), dim=-1)
        return a @ b.T / self.tau


def loss(model, user, item, log_pop):
    z = model(user, item) - log_pop[item].unsqueeze(0)
    same = item.unsqueeze(0) == item.unsqueeze(1)
    same.fill_diagonal_(False)
    z = z.masked_fill(same, float("-inf"))
    return F.cross_entropy(z, torch.arange(len(user), device=z.device))


@torch.no_grad()
def recommend(model, user, k=20):
    s = F.normalize(model.u(user), dim=-1) @ F.normalize(model.v.weight, dim=-1).T
    return s.topk(k, dim=-1).indices
