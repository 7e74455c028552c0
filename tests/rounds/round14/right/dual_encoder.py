"""Dual-encoder retrieval: symmetric InfoNCE, hard negatives, recall@k."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DualEncoder(nn.Module):
    def __init__(self, query_net, doc_net):
        super().__init__()
        self.q, self.d = query_net, doc_net
        self.log_scale = nn.Parameter(torch.tensor(2.6593))

    def forward(self, queries, docs):
        a = F.normalize(self.q(queries), dim=-1)
        b = F.normalize(self.d(docs), dim=-1)
        return self.log_scale.exp() * a @ b.T

    def loss(self, queries, docs):
        s = self(queries, docs)
        y = torch.arange(s.size(0), device=s.device)
        return (F.cross_entropy(s, y) + F.cross_entropy(s.T, y)) / 2


@torch.no_grad()
def recall_at_k(scores, gold, k=10):
    top = scores.topk(k, dim=1).indices
    return (top == gold[:, None]).any(dim=1).float().mean().item()


@torch.no_grad()
def mean_reciprocal_rank(scores, gold):
    own = scores.gather(1, gold[:, None])
    rank = (scores > own).sum(dim=1) + 1
    return (1.0 / rank).mean().item()


def mean_pool(hidden, attention_mask):
    m = attention_mask[..., None].to(hidden.dtype)
    return (hidden * m).sum(1) / m.sum(1).clamp(min=1e-9)


def doc_weights(scores):
    """Which query does each document answer best: normalised over the queries, rows are queries."""
    return scores.softmax(dim=0)
