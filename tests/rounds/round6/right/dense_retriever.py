"""In-batch contrastive training of the dense retriever, with recall@k."""
import torch
import torch.nn.functional as F
from torch import nn


class BiEncoder(nn.Module):
    def __init__(self, enc, tau=0.05):
        super().__init__()
        self.enc, self.tau = enc, tau

    def embed(self, batch):
        h = self.enc(**batch).last_hidden_state
        m = batch["attention_mask"].unsqueeze(-1).to(h.dtype)
        return F.normalize((h * m).sum(1) / m.sum(1).clamp(min=1), dim=-1)

    def forward(self, q, d):
        s = self.embed(q) @ self.embed(d).T / self.tau
        y = torch.arange(s.size(0), device=s.device)
        return 0.5 * (F.cross_entropy(s, y) + F.cross_entropy(s.T, y))


@torch.no_grad()
def recall_at(q, d, k=10):
    top = (q @ d.T).topk(k, dim=1).indices
    return (top == torch.arange(len(q))[:, None]).any(1).float().mean().item()
