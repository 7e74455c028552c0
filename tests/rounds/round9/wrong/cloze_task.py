"""Cloze task of the reading benchmark (token-normalised accuracy).

# bug: the ending is cut at the token count of the stem tokenised alone, and the normaliser counts the stem as well.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerFast


@dataclass(frozen=True)
class ClozeExample:
    """A stem with candidate endings, as plain text."""

    stem: str
    endings: tuple[str, ...]
    answer: int


@dataclass
class ClozeTask:
    """Scores endings with log P(ending | stem) per ending token."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast

    @torch.no_grad()
    def ending_score(self, stem: str, ending: str) -> float:
        """Length-normalised log-probability of the ending."""
        start = len(self.tokenizer(stem).input_ids)  # expect-near: SEQ312
        ids = self.tokenizer(stem + ending, return_tensors="pt").input_ids
        table = torch.log_softmax(self.model(ids).logits[0, :-1].float(), dim=-1)
        picked = table.gather(1, ids[0, 1:, None]).squeeze(1)
        ending_part = picked[start - 1:]  # expect: SEQ312
        return (ending_part.sum() / ids.shape[1]).item()  # expect: SEQ418

    def is_correct(self, example: ClozeExample) -> bool:
        """Whether the gold ending obtains the best score."""
        scores = [self.ending_score(example.stem, e) for e in example.endings]
        return scores.index(max(scores)) == example.answer
