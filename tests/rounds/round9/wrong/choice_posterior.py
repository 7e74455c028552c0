"""Posterior over answer choices for the reasoning track.

# bug: log is taken of a softmax, and summed log-likelihoods are exponentiated before they are normalised.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class ChoiceSet:
    """Tokenised question and answer choices (long free-text explanations)."""

    question: list[int]
    choices: list[list[int]]


class PosteriorEvaluator:
    """Computes P(choice | question, choice set)."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model.eval()

    def _loglikelihood(self, question: list[int], choice: list[int]) -> torch.Tensor:
        ids = torch.tensor(question + choice, device=self.model.device)
        rows = self.model(ids.unsqueeze(0)).logits[0, len(question) - 1 : -1].float()
        table = torch.log(torch.softmax(rows, dim=-1))  # expect: SEQ602
        return table.gather(1, ids[len(question):].unsqueeze(1)).sum()

    @torch.no_grad()
    def posterior(self, item: ChoiceSet) -> torch.Tensor:
        """Normalise the choices' sequence likelihoods among themselves."""
        lls = torch.stack([self._loglikelihood(item.question, c) for c in item.choices])
        weights = lls.exp()  # expect-near: SEQ605
        return weights / weights.sum()  # expect: SEQ605

    def expected_score(self, item: ChoiceSet, credit: list[float]) -> float:
        """Expected partial credit under the posterior."""
        p = self.posterior(item)
        return float((p * torch.tensor(credit, device=p.device)).sum())
