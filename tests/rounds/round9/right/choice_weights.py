"""Relative weights of long free-text choices."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel


@dataclass
class ChoiceWeights:
    """Computes P(choice | question, choice set) with a causal model."""

    model: PreTrainedModel

    def _loglikelihood(self, question: list[int], choice: list[int]) -> torch.Tensor:
        ids = torch.tensor(question + choice, device=self.model.device)
        rows = self.model(ids[None]).logits[0, len(question) - 1 : -1].float()
        return -torch.nn.functional.cross_entropy(rows, ids[len(question):], reduction="sum")

    @torch.no_grad()
    def __call__(self, question: list[int], choices: list[list[int]]) -> list[float]:
        """Weights that sum to one."""
        probs = torch.stack([self._loglikelihood(question, c) for c in choices])
        return torch.softmax(probs, dim=0).tolist()
