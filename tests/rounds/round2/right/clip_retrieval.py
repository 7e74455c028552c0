"""Contrastive image-text loss and retrieval accuracy."""
import torch
import torch.nn.functional as F


def clip_loss(image, text, log_temperature):
    image, text = F.normalize(image, dim=-1), F.normalize(text, dim=-1)
    logits = image @ text.t() / log_temperature.exp()
    target = torch.arange(len(logits), device=logits.device)
    return 0.5 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.t(), target))


@torch.no_grad()
def recall_at_1(image, text):
    sim = F.normalize(image, dim=-1) @ F.normalize(text, dim=-1).t()
    hit = sim.argmax(dim=1) == torch.arange(len(sim), device=sim.device)
    return hit.float().mean().item(), sim.diagonal().mean().item()
