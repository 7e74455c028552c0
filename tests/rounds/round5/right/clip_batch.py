"""Contrastive image-text objective and zero-shot ranking."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Contrastive(nn.Module):
    def __init__(self, image_tower, text_tower):
        super().__init__()
        self.image_tower, self.text_tower = image_tower, text_tower
        self.log_scale = nn.Parameter(torch.tensor(np.log(1 / 0.07), dtype=torch.float32))

    def similarity(self, images, texts):
        i = F.normalize(self.image_tower(images), dim=-1)
        t = F.normalize(self.text_tower(texts), dim=-1)
        return self.log_scale.exp() * i @ t.T

    def forward(self, images, texts):
        logits = self.similarity(images, texts)
        y = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, y) + F.cross_entropy(logits.T, y)) / 2

    @torch.no_grad()
    def zero_shot(self, images, prompts):
        return self.similarity(images, prompts).softmax(dim=1).max(dim=1)

    @torch.no_grad()
    def retrieve(self, images, texts, k=5):
        return self.similarity(images, texts).softmax(dim=0).topk(k, dim=0).indices.T
