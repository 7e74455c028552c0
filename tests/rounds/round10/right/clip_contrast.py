"""Symmetric InfoNCE of an audio-text model, temperature learned."""
import torch
import torch.nn.functional as F


def clap_loss(audio, text, logit_scale):
    a, t = F.normalize(audio, dim=-1), F.normalize(text, dim=-1)
    sim = logit_scale.exp() * a @ t.T
    gold = torch.arange(len(a), device=a.device)
    return 0.5 * (F.cross_entropy(sim, gold) + F.cross_entropy(sim.T, gold))


def recall_at_k(audio, text, k=10):
    sim = F.normalize(audio, dim=-1) @ F.normalize(text, dim=-1).T
    top = sim.topk(k, dim=1).indices
    return (top == torch.arange(len(sim), device=sim.device)[:, None]).any(1).float().mean().item()
