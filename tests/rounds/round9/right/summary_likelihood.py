"""Likelihood of a summary given its source, for causal checkpoints."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from transformers import AutoModelForCausalLM


class Likelihood(NamedTuple):
    """Summed log-probability in nats, and the number of summary tokens."""

    logprob: float
    tokens: int


@dataclass(frozen=True)
class SourceSummary:
    """Token ids of the source (with BOS) and of the summary."""

    source: tuple[int, ...]
    summary: tuple[int, ...]


class SummaryLikelihood:
    """Teacher-forced scorer."""

    def __init__(self, checkpoint: str) -> None:
        self.net = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

    @torch.no_grad()
    def __call__(self, pair: SourceSummary) -> Likelihood:
        """Score one pair."""
        ids = torch.tensor([pair.source + pair.summary])
        table = torch.log_softmax(self.net(input_ids=ids).logits[0].float(), dim=-1)
        total = 0.0
        for row, token in enumerate(pair.summary, start=len(pair.source) - 1):
            total += float(table[row, token])
        return Likelihood(total, len(pair.summary))
