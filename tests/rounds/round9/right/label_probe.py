"""Label probe: absolute and relative probabilities of single-token labels."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class LabelDistribution:
    """Result of a probe.

    Attributes:
        mass: Total probability the model puts on the labels, over the whole vocabulary.
        relative: Distribution restricted to the labels; sums to one by construction.
    """

    mass: float
    relative: dict[str, float]


class LabelProbe:
    """Probes the next-token distribution at single-token labels."""

    def __init__(self, model: PreTrainedModel, label_ids: Mapping[str, int]) -> None:
        self.model = model
        self.names = list(label_ids)
        self.ids = torch.tensor([label_ids[n] for n in self.names], device=model.device)

    @torch.no_grad()
    def __call__(self, prompt_ids: list[int]) -> LabelDistribution:
        """Probe one prompt."""
        x = torch.tensor([prompt_ids], device=self.model.device)
        row = torch.log_softmax(self.model(x).logits[0, -1].float(), dim=-1)[self.ids]
        share = torch.softmax(row, dim=0)
        return LabelDistribution(
            mass=row.logsumexp(dim=0).exp().item(),
            relative=dict(zip(self.names, share.tolist())),
        )
