"""In-batch-negative training of the bi-encoder."""
import torch
import torch.nn.functional as F


def info_nce(q, d, tau=0.05):
    sim = F.normalize(q, dim=-1) @ F.normalize(d, dim=-1).T
    target = torch.arange(q.size(0), device=q.device)
    return F.cross_entropy(sim / tau, target) + F.cross_entropy(sim.T / tau, target)


def hardest_negatives(q, d, m):
    """index of the m most similar wrong passages for each query"""
    sim = q @ d.T
    sim.fill_diagonal_(float("-inf"))
    return sim.topk(m, dim=1).indices


def margin_mse(student_pos, student_neg, teacher_pos, teacher_neg):
    return F.mse_loss(student_pos - student_neg, teacher_pos - teacher_neg)


def mrr(ranks, cut=10):
    return sum(1.0 / r for r in ranks if r <= cut) / max(len(ranks), 1)
