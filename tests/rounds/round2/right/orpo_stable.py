"""ORPO with a stable log(1 - p)."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    x = x.clamp(max=-1e-6)
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def orpo(chosen_mean_logp, rejected_mean_logp, nll, lam=0.1):
    c, r = chosen_mean_logp, rejected_mean_logp
    odds = (c - r) - (log1mexp(c) - log1mexp(r))
    return nll - lam * F.logsigmoid(odds).mean()
