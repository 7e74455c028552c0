"""Symmetric contrastive loss and retrieval metrics for image-caption pairs."""
import torch
import torch.nn.functional as F


def contrastive(img, txt, scale):
    sim = scale * F.normalize(img, dim=-1) @ F.normalize(txt, dim=-1).T
    gold = torch.arange(len(sim), device=sim.device)
    i2t = F.log_softmax(sim, dim=1)[gold, gold]
    t2i = F.log_softmax(sim, dim=0)[gold, gold]
    return -(i2t.mean() + t2i.mean()) / 2


def inverted_softmax(sim, beta=20.0):
    """Normalises every candidate over the queries (hubness correction)."""
    return torch.softmax(beta * sim, dim=0)


def recall_at(sim, k=5):
    top = sim.topk(k, dim=1).indices
    return (top == torch.arange(len(sim))[:, None]).any(1).float().mean().item()
