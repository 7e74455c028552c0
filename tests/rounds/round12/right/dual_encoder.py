"""Dual encoder with in-batch negatives, late interaction, and a one-logit cross encoder."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class InfoNCE(nn.Module):
    def __init__(self, tau=0.05):
        super().__init__()
        self.tau = tau

    def forward(self, q, d):
        q, d = F.normalize(q, dim=-1), F.normalize(d, dim=-1)
        logits = q @ d.T / self.tau
        y = torch.arange(q.size(0), device=q.device)
        return 0.5 * (F.cross_entropy(logits, y) + F.cross_entropy(logits.T, y))


def maxsim(q, d, q_mask, d_mask):
    """Sum over query tokens of the best cosine with a document token."""
    sim = torch.einsum("qth,dsh->qdts", q, d)
    sim = sim.masked_fill(~d_mask[None, :, None, :], -1.0)
    best = sim.max(dim=-1).values
    return (best * q_mask[:, None, :]).sum(dim=-1)


class CrossEncoder(nn.Module):
    def __init__(self, backbone, width):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(width, 1)

    def forward(self, **enc):
        cls = self.backbone(**enc).last_hidden_state[:, 0]
        return self.head(cls).squeeze(-1)

    @torch.no_grad()
    def relevance(self, **enc):
        self.eval()
        return torch.sigmoid(self(**enc))


def attention_pool(h, scores, mask):
    w = scores.masked_fill(~mask, float("-inf")).softmax(dim=1)
    return (w.unsqueeze(-1) * h).sum(dim=1)
