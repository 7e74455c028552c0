"""Dual-encoder training loss with in-batch negatives, and recall for evaluation."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.05):
    q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
    sim = q @ d.T / tau
    gold = torch.arange(sim.size(0), device=sim.device)
    return 0.5 * (F.cross_entropy(sim, gold) + F.cross_entropy(sim.T, gold))


def hardest(q, d, k=4):
    sim = q @ d.T
    sim.fill_diagonal_(float("-inf"))
    return sim.topk(k, dim=1).indices


def recall_at(q, d, k=10):
    gold = torch.arange(q.size(0))
    top = (q @ d.T).topk(k, dim=1).indices
    return (top == gold[:, None]).any(1).float().mean().item()
