"""Slot-filling: rank candidate values by teacher-forced log-probability."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import PreTrainedModel


@dataclass(frozen=True)
class SlotProblem:
    """A dialogue prefix and named candidate values, all as token ids."""

    prefix: list[int]
    candidates: dict[str, list[int]]


class SlotRanker:
    """Scores all candidates of a problem in one right-padded batch."""

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model

    @torch.no_grad()
    def scores(self, problem: SlotProblem) -> dict[str, float]:
        """Summed log P(value | prefix) of each candidate."""
        start = len(problem.prefix)
        seqs = [torch.tensor(problem.prefix + v) for v in problem.candidates.values()]
        ids = pad_sequence(seqs, batch_first=True).to(self.model.device)
        lengths = torch.tensor([len(s) for s in seqs], device=ids.device)
        mask = (torch.arange(ids.shape[1], device=ids.device)[None] < lengths[:, None]).long()
        lp = self.model(ids, attention_mask=mask).logits[:, :-1].float().log_softmax(-1)
        tok = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
        keep = mask[:, 1:].bool()
        keep[:, : start - 1] = False
        total = tok.where(keep, torch.zeros_like(tok)).sum(dim=1)
        return dict(zip(problem.candidates, total.tolist()))

    def predict(self, problem: SlotProblem) -> str:
        """Name of the likeliest candidate."""
        table = self.scores(problem)
        return max(table, key=table.__getitem__)
