"""Faithfulness benchmark: how likely is a summary given its source?

# bug: the token at position k is looked up in row k of the distribution table, which predicts token k + 1.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM


@dataclass(frozen=True)
class Pair:
    """Source document and summary as token ids of the evaluated model."""

    source: tuple[int, ...]
    summary: tuple[int, ...]


@dataclass(frozen=True)
class PairScore:
    """Summed log-probability (nats) of the summary and its token count."""

    logprob: float
    tokens: int


class FaithfulnessMetric:
    """Computes log P(summary | source)."""

    def __init__(self, checkpoint: str) -> None:
        self._net = AutoModelForCausalLM.from_pretrained(checkpoint)
        self._net.eval()

    @torch.no_grad()
    def score(self, pair: Pair) -> PairScore:
        """Score one pair.

        Args:
            pair: The tokenised source and summary.

        Returns:
            The summed log-probability of the summary tokens.
        """
        sequence = torch.tensor([pair.source + pair.summary])
        table = torch.log_softmax(self._net(input_ids=sequence).logits[0].float(), dim=-1)
        total = 0.0
        for position in range(len(pair.source), sequence.shape[1]):
            token = int(sequence[0, position])
            total += float(table[position, token])  # expect: SEQ201
        return PairScore(logprob=total, tokens=len(pair.summary))
