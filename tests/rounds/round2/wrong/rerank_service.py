"""Rescoring of n-best lists with a causal language model.

# bug: chosen logits are averaged without subtracting the log-partition
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Hypothesis:
    text: str
    acoustic: float


class Rescorer:
    def __init__(self, backbone: nn.Module, tokenizer, weight: float = 0.3) -> None:
        self.backbone = backbone.eval()
        self.tokenizer = tokenizer
        self.weight = weight

    def _encode(self, hyps: list[Hypothesis]) -> tuple[Tensor, Tensor]:
        enc = self.tokenizer([h.text for h in hyps], padding=True, return_tensors="pt")
        return enc["input_ids"], enc["attention_mask"]

    @torch.no_grad()
    def fluency(self, hyps: list[Hypothesis]) -> Tensor:
        ids, attn = self._encode(hyps)
        out = self.backbone(input_ids=ids, attention_mask=attn).logits.float()
        picked = torch.take_along_dim(out[:, :-1], ids[:, 1:, None], dim=2)[..., 0]  # expect-near: SEQ101
        keep = attn[:, 1:].to(picked.dtype)
        return (picked * keep).sum(dim=1) / keep.sum(dim=1).clamp(min=1.0)  # expect: SEQ101

    def best(self, hyps: list[Hypothesis]) -> Hypothesis:
        lm = self.fluency(hyps)
        am = torch.tensor([h.acoustic for h in hyps])
        return hyps[int(torch.argmax(am + self.weight * lm))]
