"""In-batch contrastive training of a dual encoder, plus query-likelihood style fusion."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class InBatch(nn.Module):
    def __init__(self, tau=0.05):
        super().__init__()
        self.tau = tau

    def forward(self, q, d):
        sim = F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T
        gold = torch.arange(len(q), device=q.device)
        row = F.cross_entropy(sim / self.tau, gold)
        col = F.cross_entropy(sim.T / self.tau, gold)
        return 0.5 * (row + col)


class Pooler(nn.Module):
    """Attention pooling: the weights are a softmax over the time axis."""

    def __init__(self, dim):
        super().__init__()
        self.score = nn.Linear(dim, 1)

    def forward(self, h, mask):
        w = self.score(h).squeeze(-1).masked_fill(mask == 0, torch.finfo(h.dtype).min)
        w = torch.softmax(w, dim=1)
        return torch.einsum("bt,btd->bd", w, h)


def reciprocal_rank_fusion(*rankings, k=60):
    total = {}
    for r in rankings:
        for pos, doc in enumerate(r):
            total[doc] = total.get(doc, 0.0) + 1.0 / (k + pos + 1)
    return sorted(total, key=total.get, reverse=True)
