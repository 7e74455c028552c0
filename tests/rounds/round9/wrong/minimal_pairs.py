"""Minimal-pair suite (grammatical vs. ungrammatical sentence).

# bug: minus the model's mean loss is returned as the log-probability of the whole sentence.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass(frozen=True)
class MinimalPair:
    """One item of the suite."""

    good: str
    bad: str
    phenomenon: str


class SentenceModel:
    """Thin wrapper around a causal language model."""

    def __init__(self, name: str) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def sentence_logprob(self, sentence: str) -> float:
        """Total log-probability log P(w_1 ... w_n) of the sentence."""
        text = self.tokenizer.bos_token + sentence
        ids = self.tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids
        return -self.model(input_ids=ids, labels=ids).loss.item()  # expect: SEQ402


def load(path: Path) -> list[MinimalPair]:
    """Read a JSON-lines file of pairs."""
    return [MinimalPair(**json.loads(line)) for line in path.read_text().splitlines()]


def accuracy(model: SentenceModel, pairs: list[MinimalPair]) -> dict[str, float]:
    """Accuracy by phenomenon."""
    hits: dict[str, list[bool]] = {}
    for p in pairs:
        won = model.sentence_logprob(p.good) > model.sentence_logprob(p.bad)
        hits.setdefault(p.phenomenon, []).append(won)
    return {k: sum(v) / len(v) for k, v in hits.items()}
