"""Recommender: BPR, sampled softmax over items and NDCG."""
import math

import torch
import torch.nn.functional as F
from torch import nn


class MF(nn.Module):
    def __init__(self, users, items, dim=32):
        super().__init__()
        self.u, self.i = nn.Embedding(users, dim), nn.Embedding(items, dim)

    def score(self, user, item):
        return (self.u(user) * self.i(item)).sum(-1)

    def bpr(self, user, pos, neg):
        return -F.logsigmoid(self.score(user, pos) - self.score(user, neg)).mean()

    def in_batch(self, user, item, temperature=0.1):
        logits = self.u(user) @ self.i(item).T / temperature
        return F.cross_entropy(logits, torch.arange(len(user)))

    @torch.no_grad()
    def recommend(self, user, k):
        return (self.i.weight @ self.u.weight[user]).topk(k).indices.tolist()


def ndcg(ranked, relevant):
    gain = sum(1 / math.log2(r + 2) for r, x in enumerate(ranked) if x in relevant)
    ideal = sum(1 / math.log2(r + 2) for r in range(min(len(ranked), len(relevant))))
    return gain / ideal if ideal else 0.0


if __name__ == "__main__":
    assert ndcg([3, 1], {3}) == 1.0
    assert MF(5, 7).in_batch(torch.arange(3), torch.arange(3)).item() > 0
