"""In-batch contrastive training of a dual encoder."""
import torch
import torch.nn.functional as F
from torch import nn


class DualEncoder(nn.Module):
    def __init__(self, left, right, tau=0.05):
        super().__init__()
        self.left, self.right = left, right
        self.tau = tau

    def similarity(self, a, b):
        u = F.normalize(self.left(a), dim=-1)
        v = F.normalize(self.right(b), dim=-1)
        return u @ v.T

    def forward(self, a, b):
        logits = self.similarity(a, b) / self.tau
        labels = torch.arange(logits.size(0), device=logits.device)
        loss = 0.5 * (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels))
        acc = (logits.argmax(dim=1) == labels).float().mean()
        return loss, acc

    @torch.no_grad()
    def mrr(self, a, b):
        self.eval()
        s = self.similarity(a, b)
        rank = (s > s.diagonal()[:, None]).sum(dim=1) + 1
        return (1.0 / rank).mean().item()


def mean_pool(hidden, attention_mask):
    m = attention_mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * m).sum(dim=1) / m.sum(dim=1).clamp(min=1e-9)


def attention_pool(hidden, weight, attention_mask):
    scores = (hidden @ weight).masked_fill(attention_mask == 0, float("-inf"))
    alpha = torch.softmax(scores, dim=1)
    return torch.einsum("bt,bth->bh", alpha, hidden)
