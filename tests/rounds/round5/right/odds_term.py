"""ORPO odds term with a stable log(1 - p)."""
import math

import torch
import torch.nn.functional as F

LN2 = math.log(2.0)


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -LN2, torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


class OddsTerm:
    def __init__(self, weight=0.25):
        self.weight = weight

    @staticmethod
    def mean_logp(z, y):
        per = F.cross_entropy(z[:, :-1].float().permute(0, 2, 1), y[:, 1:], reduction="none", ignore_index=-100)
        return -per.sum(1) / (y[:, 1:] != -100).sum(1).clamp(min=1)

    def __call__(self, zw, yw, zl, yl):
        a, b = self.mean_logp(zw, yw), self.mean_logp(zl, yl)
        margin = (a - log1mexp(a)) - (b - log1mexp(b))
        return -a.mean() - self.weight * F.logsigmoid(margin).mean()
