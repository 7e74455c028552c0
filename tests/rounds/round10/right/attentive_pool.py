"""Attentive pooling for speaker embeddings (softmax runs over the frames)."""
import torch
from torch import nn


class AttentivePooling(nn.Module):
    def __init__(self, dim, hidden=128):
        super().__init__()
        self.score = nn.Sequential(nn.Linear(dim, hidden), nn.Tanh(), nn.Linear(hidden, 1))

    def forward(self, frames, lengths):
        t = torch.arange(frames.size(1), device=frames.device)
        logits = self.score(frames).squeeze(-1)
        logits = logits.masked_fill(t[None] >= lengths[:, None], torch.finfo(logits.dtype).min)
        alpha = torch.softmax(logits, dim=1).unsqueeze(-1)
        mu = (alpha * frames).sum(dim=1)
        var = (alpha * frames.pow(2)).sum(dim=1) - mu.pow(2)
        return torch.cat([mu, var.clamp(min=1e-6).sqrt()], dim=-1)
