"""Odds-ratio preference loss (monolithic, no reference model).

# bug: the average log-prob divides by the padded length; and log(1 - exp(x)) is evaluated literally.
"""
from typing import Optional

import torch
import torch.nn as nn
import torch.nn.functional as F


class OddsRatioLoss(nn.Module):
    def __init__(self, lam: float = 0.1, ignore: int = -100) -> None:
        super().__init__()
        self.lam = lam
        self.ignore = ignore

    def average_logp(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        z, y = logits[:, :-1].float(), labels[:, 1:]
        keep = y != self.ignore
        lp = torch.gather(z.log_softmax(-1), 2, y.masked_fill(~keep, 0)[..., None])[..., 0]
        return (lp * keep).mean(dim=-1)  # expect: SEQ303

    def forward(self, chosen, rejected, chosen_labels, rejected_labels, weight: Optional[torch.Tensor] = None):
        a = self.average_logp(chosen, chosen_labels)
        b = self.average_logp(rejected, rejected_labels)
        log_odds = (a - b) - (torch.log(1 - a.exp()) - torch.log(1 - b.exp()))  # expect: SEQ608
        ratio = F.logsigmoid(log_odds)
        if weight is not None:
            ratio = ratio * weight
        return -(a + self.lam * ratio).mean()
