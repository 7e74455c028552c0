"""Cloze endings scored inside one joint tokenisation, located by character offsets."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerFast


@dataclass(frozen=True)
class Ending:
    """Result for one ending."""

    logprob: float
    tokens: int

    @property
    def normalised(self) -> float:
        """Log-probability per ending token."""
        return self.logprob / max(self.tokens, 1)


@dataclass
class OffsetCloze:
    """Scores endings; a token that straddles the boundary counts as part of the ending."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast

    @torch.no_grad()
    def score(self, stem: str, ending: str) -> Ending:
        """Score one ending after a non-empty stem."""
        enc = self.tokenizer(stem + ending, return_tensors="pt", return_offsets_mapping=True)
        ids = enc["input_ids"]
        stops = enc["offset_mapping"][0, 1:, 1]
        inside = stops > len(stem)
        logp = self.model(ids).logits[0, :-1].float().log_softmax(-1)
        picked = logp.gather(1, ids[0, 1:, None]).squeeze(1)
        return Ending(picked[inside].sum().item(), int(inside.sum()))
