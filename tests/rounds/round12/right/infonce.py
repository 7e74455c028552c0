"""Dual-encoder retrieval: in-batch negatives, temperature on cosine similarities, both directions."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DualEncoder(nn.Module):
    def __init__(self, q, d, dim=256, tau=0.05):
        super().__init__()
        self.q, self.d = q, d
        self.proj_q, self.proj_d = nn.LazyLinear(dim), nn.LazyLinear(dim)
        self.log_scale = nn.Parameter(torch.tensor(1 / tau).log())

    def forward(self, queries, docs):
        a = F.normalize(self.proj_q(self.q(queries)), dim=-1)
        b = F.normalize(self.proj_d(self.d(docs)), dim=-1)
        logits = a @ b.T * self.log_scale.exp()
        gold = torch.arange(len(a), device=a.device)
        loss = (F.cross_entropy(logits, gold) + F.cross_entropy(logits.T, gold)) / 2
        with torch.no_grad():
            p = logits.softmax(dim=1)
            stats = {"p_gold": p.diagonal().mean(), "r1": (logits.argmax(1) == gold).float().mean()}
        return loss, stats


def mrr(sim, gold):
    order = sim.argsort(dim=1, descending=True)
    rank = (order == gold[:, None]).nonzero()[:, 1] + 1
    return rank.float().reciprocal().mean().item()
