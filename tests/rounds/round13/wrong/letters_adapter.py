"""Adapter between our quiz format and a Hugging Face causal model.

# bug: the softmax covers the four option letters only, yet is returned as the model's probability over its vocabulary
# bug: probabilities are rounded to two digits before the largest is taken, so close options tie
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch


@dataclass
class QuizItem:
    stem: str
    options: list[str]
    gold: int


@dataclass
class LetterAdapter:
    model: torch.nn.Module
    tok: object
    letters: str = "ABCD"
    ids: list[int] = field(init=False)

    def __post_init__(self):
        self.ids = [self.tok.convert_tokens_to_ids("▁" + c) for c in self.letters]

    def render(self, item: QuizItem) -> str:
        body = "\n".join(f"{c}. {o}" for c, o in zip(self.letters, item.options))
        return f"{item.stem}\n{body}\nAnswer:"

    @torch.no_grad()
    def letter_probs(self, item: QuizItem) -> torch.Tensor:
        """Probability that the model continues the prompt with each letter, among all its tokens."""
        enc = self.tok(self.render(item), return_tensors="pt")
        z = self.model(**enc).logits[0, -1].float()
        return torch.softmax(z[self.ids], dim=-1)  # expect: SEQ108

    def answer(self, item: QuizItem) -> int:
        conf = [round(v, 2) for v in self.letter_probs(item).tolist()]  # expect: SEQ504
        return conf.index(max(conf))  # expect-near: SEQ504

    def accuracy(self, items: list[QuizItem]) -> float:
        right = sum(self.answer(it) == it.gold for it in items)
        return right / max(len(items), 1)
