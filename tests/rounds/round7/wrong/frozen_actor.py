"""Rank candidate actions for a text-game agent with a frozen decoder.

An action's score is log p(action tokens | observation tokens).
# bug: the raw logits of the action's tokens are added up; no log-softmax over the vocabulary is taken.
"""
from dataclasses import dataclass
from typing import Dict, List, Sequence

import torch
from torch import nn


@dataclass
class Candidate:
    name: str
    token_ids: List[int]


class FrozenActor(nn.Module):
    def __init__(self, lm, device="cpu"):
        super().__init__()
        self.lm = lm.eval().requires_grad_(False)
        self.device = device

    def _join(self, obs: Sequence[int], cand: Candidate):
        row = list(obs) + cand.token_ids
        return torch.tensor([row], device=self.device)

    @torch.inference_mode()
    def rate(self, obs: Sequence[int], cand: Candidate) -> float:
        row = self._join(obs, cand)
        start = len(obs)
        table = self.lm(input_ids=row).logits[0].float()
        table = table[start - 1:-1]
        wanted = row[0, start:]
        hit = table.gather(-1, wanted[:, None]).squeeze(-1)  # expect-near: SEQ101
        return hit.sum().item()  # expect: SEQ101

    def forward(self, obs: Sequence[int], cands: List[Candidate]) -> Dict[str, float]:
        return {c.name: self.rate(obs, c) for c in cands}

    def act(self, obs, cands):
        board = self(obs, cands)
        return max(board, key=board.get)
