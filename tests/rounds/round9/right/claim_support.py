"""Claim support: log P(claim | evidence) per evidence passage."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel


@dataclass(frozen=True)
class SupportQuery:
    """Evidence passages and a claim, as token ids."""

    passages: list[list[int]]
    claim: list[int]


class ClaimSupport:
    """Computes the claim's log-likelihood after each passage."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model
        self.nll = nn.CrossEntropyLoss(reduction="sum")

    @torch.no_grad()
    def _loglik(self, passage: list[int], claim: list[int]) -> float:
        ids = torch.tensor([passage + claim], device=self.model.device)
        targets = ids.clone()
        targets[:, : len(passage)] = self.nll.ignore_index
        logits = self.model(ids).logits.float()
        return -self.nll(logits[0, :-1], targets[0, 1:]).item()

    def ranking(self, query: SupportQuery) -> list[int]:
        """Passage indices, best support first."""
        scored = {i: self._loglik(p, query.claim) for i, p in enumerate(query.passages)}
        return sorted(scored, key=scored.__getitem__, reverse=True)
