"""Symmetric contrastive loss and zero-shot top-1 for an audio-text dual encoder."""
import torch
import torch.nn.functional as F


class Contrastive(torch.nn.Module):
    def __init__(self, init=0.07):
        super().__init__()
        self.log_scale = torch.nn.Parameter(torch.tensor(1 / init).log())

    def forward(self, a, t):
        a, t = F.normalize(a, dim=-1), F.normalize(t, dim=-1)
        sim = self.log_scale.exp().clamp(max=100) * a @ t.T
        y = torch.arange(len(a), device=a.device)
        return (F.cross_entropy(sim, y) + F.cross_entropy(sim.T, y)) / 2


@torch.no_grad()
def zero_shot(audio, class_text, labels):
    sim = F.normalize(audio, dim=-1) @ F.normalize(class_text, dim=-1).T
    conf, pred = sim.softmax(dim=1).max(dim=1)
    return (pred == labels).float().mean().item(), conf
