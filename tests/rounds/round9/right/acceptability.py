"""Acceptability pairs: sentence log-probability with a BOS in front."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass(frozen=True)
class Contrast:
    """An acceptable and an unacceptable sentence."""

    good: str
    bad: str


class SentenceLM:
    """Total sentence log-probability from the model's own loss."""

    def __init__(self, name: str) -> None:
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name)

    @torch.no_grad()
    def logprob(self, sentence: str) -> float:
        """log P(sentence | BOS)."""
        ids = self.tok(self.tok.bos_token + sentence, add_special_tokens=False, return_tensors="pt").input_ids
        scored = ids.shape[1] - 1
        return -scored * self.lm(ids, labels=ids).loss.item()


def accuracy(lm: SentenceLM, contrasts: list[Contrast]) -> float:
    """Share of contrasts in which the acceptable sentence is likelier."""
    wins = sum(lm.logprob(c.good) > lm.logprob(c.bad) for c in contrasts)
    return wins / max(len(contrasts), 1)
