"""Contrastive loss with a learned temperature (CLIP)."""
import torch
import torch.nn.functional as F
from torch import nn


class CLIPLoss(nn.Module):
    def __init__(self, init=0.07):
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(1.0 / init).log())

    def forward(self, image, text):
        a, b = F.normalize(image, dim=-1), F.normalize(text, dim=-1)
        logits = self.log_scale.exp().clamp(max=100) * a @ b.T
        gold = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, gold) + F.cross_entropy(logits.T, gold)) / 2

    @torch.no_grad()
    def zero_shot(self, image, prompts):
        sim = F.normalize(image, dim=-1) @ F.normalize(prompts, dim=-1).T
        return (self.log_scale.exp() * sim).softmax(dim=-1)


if __name__ == "__main__":
    x = torch.randn(4, 8)
    assert CLIPLoss()(x, x) < CLIPLoss()(x, x.flip(0))
