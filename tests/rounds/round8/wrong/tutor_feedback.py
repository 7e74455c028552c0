"""Estimate log P(student answer | exercise) to flag implausible answers in the tutoring app.

# bug: the exercise text is scored along with the answer; and minus the mean loss is returned as the answer's log-probability
"""
from __future__ import annotations

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase


class AnswerPlausibility:
    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase):
        self.model = model.eval()
        self.tokenizer = tokenizer

    def log_prob(self, exercise: str, answer: str) -> float:
        """log P(answer | exercise), summed over the tokens of the answer."""
        enc = self.tokenizer(exercise + "\n" + answer, return_tensors="pt").to(self.model.device)
        with torch.no_grad():
            out = self.model(**enc, labels=enc["input_ids"])  # expect: SEQ301
        return -out.loss.item()  # expect: SEQ402

    def flag(self, exercise: str, answers: list[str], cutoff: float = -25.0) -> list[str]:
        return [a for a in answers if self.log_prob(exercise, a) < cutoff]
