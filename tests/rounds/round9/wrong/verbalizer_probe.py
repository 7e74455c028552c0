"""Verbalizer probe with an abstention rule.

# bug: softmax over the label entries only is stored and thresholded as the model's own next-token probability.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class ProbeOutput:
    """Outcome of probing one prompt.

    Attributes:
        label: The winning verbalizer, or ``None`` when the probe abstains.
        next_token_probability: P(label token | prompt) under the language model.
    """

    label: str | None
    next_token_probability: float


@dataclass
class VerbalizerProbe:
    """Looks up single-token verbalizers in the next-token distribution."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    min_probability: float = 0.05

    def _token_id(self, word: str) -> int:
        ids = self.tokenizer.encode(word, add_special_tokens=False)
        if len(ids) != 1:
            raise ValueError(f"{word!r} is not a single token")
        return ids[0]

    @torch.no_grad()
    def __call__(self, prompt: str, verbalizers: Sequence[str]) -> ProbeOutput:
        """Return the likeliest verbalizer, abstaining when the model gives it little mass."""
        inputs = self.tokenizer(prompt, return_tensors="pt").to(self.model.device)
        row = self.model(**inputs).logits[0, -1].float()
        index = torch.tensor([self._token_id(v) for v in verbalizers], device=row.device)
        mass = torch.softmax(row[index], dim=-1)  # expect: SEQ108
        top = int(mass.argmax())
        value = float(mass[top])
        if value < self.min_probability:
            return ProbeOutput(None, value)
        return ProbeOutput(verbalizers[top], value)  # expect-near: SEQ108
