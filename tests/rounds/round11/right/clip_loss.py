"""Symmetric contrastive loss for image and text towers."""
import torch
import torch.nn.functional as F


class Contrastive(torch.nn.Module):
    def __init__(self, temperature=0.07):
        super().__init__()
        self.temperature = temperature

    def forward(self, img, txt):
        a, b = F.normalize(img, dim=-1), F.normalize(txt, dim=-1)
        logits = a @ b.T / self.temperature
        truth = torch.arange(len(logits), device=logits.device)
        return 0.5 * (F.cross_entropy(logits, truth) + F.cross_entropy(logits.T, truth))


@torch.no_grad()
def recall_at(img, txt, k=5):
    sims = img @ txt.T
    hit = sims.topk(k, dim=1).indices == torch.arange(len(img), device=img.device)[:, None]
    return hit.any(dim=1).float().mean().item()
