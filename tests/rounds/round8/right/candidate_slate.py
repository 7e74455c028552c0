"""Slate construction with a generative recommender: items by log-likelihood of their codes."""
import torch
from torch import Tensor, nn


class Slate:
    """`lm` is a decoder-only network over codes; every item is `k` codes long."""

    def __init__(self, lm: nn.Module, items: Tensor):
        self.lm = lm.eval()
        self.items = items
        self.k = items.size(1)

    @torch.inference_mode()
    def loglik(self, history: Tensor) -> Tensor:
        tiled = history.repeat(self.items.size(0), 1)
        both = torch.cat((tiled, self.items), dim=1)
        z = self.lm(input_ids=both, attention_mask=torch.ones_like(both)).logits
        z = z[:, -self.k - 1:-1].float()
        own = torch.take_along_dim(z, self.items.unsqueeze(-1), dim=-1).squeeze(-1)
        return (own - z.logsumexp(dim=-1)).sum(dim=1)

    def top(self, history: Tensor, m: int = 20):
        vals, idx = self.loglik(history).topk(min(m, self.items.size(0)))
        return [(i, v) for i, v in zip(idx.tolist(), vals.tolist())]
