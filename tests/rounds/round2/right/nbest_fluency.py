"""Fluency of n-best hypotheses; chosen logits minus the log-partition, then a masked mean."""
from __future__ import annotations

import torch
from torch import Tensor


class Fluency:
    def __init__(self, net, tokenizer) -> None:
        self.net, self.tokenizer = net.eval(), tokenizer

    @torch.no_grad()
    def __call__(self, texts: list[str]) -> Tensor:
        enc = self.tokenizer(texts, padding=True, return_tensors="pt")
        logits = self.net(**enc).logits.float()[:, :-1]
        y = enc["input_ids"][:, 1:]
        picked = torch.take_along_dim(logits, y[..., None], dim=-1)[..., 0]
        logits = picked - torch.logsumexp(logits, dim=-1)      # token log-probs from here on
        keep = enc["attention_mask"][:, 1:]
        return (logits * keep).sum(dim=1) / keep.sum(dim=1).clamp(min=1)
