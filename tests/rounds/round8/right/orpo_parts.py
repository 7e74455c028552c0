"""Odds-ratio part of ORPO on average answer log-probs."""
import math

import torch
import torch.nn.functional as F


def mean_logp(z, labels):
    y = labels[:, 1:]
    keep = y != -100
    lp = z[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1), keep.any(-1)


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def odds_ratio_loss(zw, yw, zl, yl):
    a, ok_a = mean_logp(zw, yw)
    b, ok_b = mean_logp(zl, yl)
    ok = ok_a & ok_b
    log_odds = (a - b) - (log1mexp(a) - log1mexp(b))
    return -(F.logsigmoid(log_odds) * ok).sum() / ok.sum().clamp(min=1)
