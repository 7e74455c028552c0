"""Completion scorer built on character offsets."""
from __future__ import annotations

import abc
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Pair:
    context: str
    target: str


class Scorer(abc.ABC):
    @abc.abstractmethod
    def token_logprobs(self, pair: Pair) -> list[float]: ...

    def loglikelihood(self, pair: Pair) -> float:
        return sum(self.token_logprobs(pair))

    def per_token(self, pair: Pair) -> float:
        vals = self.token_logprobs(pair)
        return sum(vals) / max(len(vals), 1)


class OffsetScorer(Scorer):
    """log p(target | context); a token that straddles the border belongs to the target."""

    def __init__(self, lm, tok):
        self.lm, self.tok = lm.eval(), tok

    @torch.inference_mode()
    def token_logprobs(self, pair: Pair) -> list[float]:
        enc = self.tok(pair.context + pair.target, return_offsets_mapping=True)
        ids = torch.tensor(enc["input_ids"])
        ends = torch.tensor([b for _, b in enc["offset_mapping"]])
        z = self.lm(input_ids=ids[None]).logits[0]
        lp = z[:-1].float().log_softmax(-1)
        every = lp.gather(-1, ids[1:, None])[:, 0]
        return every[ends[1:] > len(pair.context)].tolist()
