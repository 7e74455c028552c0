"""Odds-ratio preference loss with per-response mean log-prob, as the method defines it."""
import math

import torch
from torch import nn


def log1mexp(x: torch.Tensor) -> torch.Tensor:
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


class ORPO(nn.Module):
    def __init__(self, lam=0.1, ignore=-100):
        super().__init__()
        self.lam, self.ignore = lam, ignore

    def mean_logp(self, logits, labels):
        y = labels[:, 1:]
        keep = (y != self.ignore).float()
        lsm = logits[:, :-1].float().log_softmax(-1)
        tok = lsm.gather(2, y.clamp(min=0).unsqueeze(2)).squeeze(2)
        return (tok * keep).sum(1) / keep.sum(1).clamp(min=1.0)

    def forward(self, win, lose, win_labels, lose_labels):
        w, l = self.mean_logp(win, win_labels), self.mean_logp(lose, lose_labels)
        odds = (w - log1mexp(w)) - (l - log1mexp(l))
        return (-w - self.lam * nn.functional.logsigmoid(odds)).mean()
