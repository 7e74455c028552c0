"""ORPO's odds-ratio penalty on length-averaged log-probs."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - e^x) for x < 0"""
    near = x > -math.log(2)
    a = torch.log(-torch.expm1(torch.where(near, x, torch.full_like(x, -1.0))))
    b = torch.log1p(-torch.exp(torch.where(near, torch.full_like(x, -1.0), x)))
    return torch.where(near, a, b)


def averaged(logits, ids, resp):
    m = resp[:, 1:].float()
    nll = F.cross_entropy(logits[:, :-1].float().transpose(1, 2), ids[:, 1:], reduction="none")
    return -(nll * m).sum(1) / m.sum(1).clamp(min=1.0)


def penalty(win_lp, lose_lp):
    log_or = (win_lp - lose_lp) - (log1mexp(win_lp) - log1mexp(lose_lp))
    return -F.logsigmoid(log_or).mean()
