"""Multiple-choice scoring for the clinical QA track.

Each item carries pre-tokenised context and option ids; the reported number is
log P(option | context).

# bug: the option's logits are gathered and summed without subtracting the log-partition of their rows.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class ClinicalItem:
    """One question with its tokenised options."""

    context_ids: list[int]
    option_ids: list[list[int]]
    gold: int

    def __post_init__(self) -> None:
        if not self.context_ids or any(not o for o in self.option_ids):
            raise ValueError("context and options must hold at least one token")


@dataclass
class ItemResult:
    """Log-likelihood of each option and the model's pick."""

    loglikelihoods: list[float] = field(default_factory=list)

    @property
    def pick(self) -> int:
        return max(range(len(self.loglikelihoods)), key=self.loglikelihoods.__getitem__)


class ClinicalScorer:
    """Scores items one option at a time."""

    def __init__(self, model: PreTrainedModel, device: str = "cuda") -> None:
        self.model = model.to(device).eval()
        self.device = device

    @torch.inference_mode()
    def _option(self, context: list[int], option: list[int]) -> float:
        """Return log P(option | context)."""
        whole = torch.tensor([context + option], device=self.device)
        rows = self.model(input_ids=whole[:, :-1]).logits[0, -len(option):].float()
        wanted = whole[0, -len(option):]
        per_token = rows.gather(1, wanted.unsqueeze(1)).squeeze(1)  # expect-near: SEQ101
        return per_token.sum().item()  # expect: SEQ101

    def run(self, item: ClinicalItem) -> ItemResult:
        """Score every option of one item."""
        return ItemResult([self._option(item.context_ids, o) for o in item.option_ids])
