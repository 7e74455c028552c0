"""Evidence support: log P(claim | evidence) for several pieces of evidence.

# bug: the evidence tokens stay in the summed cross entropy, although only the claim is to be scored.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel


@dataclass(frozen=True)
class SupportRequest:
    """Tokenised evidence passages and one tokenised claim."""

    evidence: list[list[int]]
    claim: list[int]


class SupportEvaluator:
    """Finds the passage under which the claim is most likely."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model
        self.criterion = nn.CrossEntropyLoss(reduction="sum")

    @torch.no_grad()
    def claim_logprob(self, evidence: list[int], claim: list[int]) -> float:
        """Return log P(claim | evidence)."""
        ids = torch.tensor([evidence + claim], device=self.model.device)
        logits = self.model(ids).logits.float()
        nll = self.criterion(logits[0, :-1], ids[0, 1:])  # expect: SEQ301
        return -nll.item()  # expect-near: SEQ301

    def best_passage(self, request: SupportRequest) -> int:
        """Index of the passage that supports the claim best."""
        values = torch.tensor([self.claim_logprob(e, request.claim) for e in request.evidence])
        return int(values.argmax())
