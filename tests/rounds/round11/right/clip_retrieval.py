"""InfoNCE and recall for an image-text model."""
import torch
import torch.nn.functional as F


def info_nce(img, txt, log_scale):
    img, txt = F.normalize(img, dim=-1), F.normalize(txt, dim=-1)
    logits = log_scale.exp() * img @ txt.t()
    y = torch.arange(len(img), device=img.device)
    return (F.cross_entropy(logits, y) + F.cross_entropy(logits.t(), y)) / 2


@torch.no_grad()
def dual_softmax(sim, temp=100.0):
    """Prior over both directions, as in CAMoE."""
    return sim * torch.softmax(sim * temp, dim=0)


def recall_at(sim, k):
    top = sim.topk(k, dim=1).indices
    return (top == torch.arange(len(sim), device=sim.device)[:, None]).any(1).float().mean().item()
