"""Slot-filling benchmark: rank candidate values for a slot by their conditional log-probability.

# bug: candidate tokens are read from the logits of a greedy generation that followed its own tokens.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

import torch
from transformers import PreTrainedModel


@dataclass(frozen=True)
class SlotQuery:
    """A dialogue prefix (token ids) and the candidate values (token ids each)."""

    prefix: list[int]
    candidates: dict[str, list[int]]
    gold: str


class SlotRanker:
    """Ranks the candidates of a :class:`SlotQuery`."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model

    @torch.no_grad()
    def log_probability(self, prefix: list[int], value: list[int]) -> float:
        """log P(value | prefix), summed over the tokens of the value."""
        prompt = torch.tensor([prefix], device=self.model.device)
        produced = self.model.generate(
            input_ids=prompt,
            attention_mask=torch.ones_like(prompt),
            min_new_tokens=len(value),
            max_new_tokens=len(value),
            do_sample=False,
            output_logits=True,
            return_dict_in_generate=True,
        )
        steps = torch.stack(produced.logits, dim=1)[0].float()
        target = torch.tensor(value, device=steps.device)
        table = torch.log_softmax(steps, dim=-1)
        return table.gather(-1, target[:, None]).sum().item()  # expect: SEQ207

    def predict(self, query: SlotQuery) -> str:
        """Return the name of the best candidate."""
        scores = {n: self.log_probability(query.prefix, v) for n, v in query.candidates.items()}
        return max(scores, key=scores.__getitem__)


def joint_accuracy(ranker: SlotRanker, queries: Iterable[SlotQuery]) -> float:
    """Share of queries whose gold value is ranked first."""
    hits = [ranker.predict(q) == q.gold for q in queries]
    return sum(hits) / max(len(hits), 1)
