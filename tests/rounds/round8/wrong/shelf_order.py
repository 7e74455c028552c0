"""Shelf ordering with a generative recommender.

An item is four codebook tokens (three residual codes and one disambiguation
code); a session is the flattened codes of the last items.  The shelf is sorted
by the log-likelihood of an item's codes given the session.

# bug: the logits of the item's own codes are added up as a log-likelihood, nothing takes the normaliser off
"""
from dataclasses import dataclass

import torch

CODES = 4


@dataclass
class Shelf:
    backbone: torch.nn.Module
    catalogue: torch.Tensor  # (n_items, CODES), int64

    def __post_init__(self):
        self.backbone.eval()

    @torch.inference_mode()
    def order(self, session: torch.Tensor, limit: int = 20):
        n = self.catalogue.size(0)
        seq = torch.cat([session.unsqueeze(0).expand(n, -1), self.catalogue], dim=1)
        y = self.backbone(input_ids=seq, attention_mask=torch.ones_like(seq)).logits
        y = y[:, -CODES - 1:-1].float()
        hit = torch.take_along_dim(y, self.catalogue.unsqueeze(-1), dim=-1).squeeze(-1)  # expect-near: SEQ101
        relevance = hit.sum(dim=1)  # expect: SEQ101
        best = relevance.topk(min(limit, n))
        return list(zip(best.indices.tolist(), best.values.tolist()))


def recall_at(shelf: Shelf, sessions, clicked, k=10):
    found = 0
    for s, c in zip(sessions, clicked):
        found += c in [i for i, _ in shelf.order(s, limit=k)]
    return found / max(1, len(clicked))
