"""DPO, IPO and SimPO on per-token log-probs computed elsewhere.

Inputs are (B, T) log-probs of the response tokens with a boolean mask of the same layout.
"""
import torch
import torch.nn.functional as F


def total(tok, mask):
    return tok.masked_fill(~mask, 0.0).sum(-1)


def average(tok, mask):
    return total(tok, mask) / mask.sum(-1).clamp(min=1)


def dpo(c, cm, r, rm, ref_c, ref_r, beta=0.1):
    logits = (total(c, cm) - total(r, rm)) - (total(ref_c, cm) - total(ref_r, rm))
    return -F.logsigmoid(beta * logits).mean()


def ipo(c, cm, r, rm, ref_c, ref_r, tau=0.1):
    h = (average(c, cm) - average(r, rm)) - (average(ref_c, cm) - average(ref_r, rm))
    return ((h - 1 / (2 * tau)) ** 2).mean()


def simpo(c, cm, r, rm, beta=2.0, gamma=1.0):
    return -F.logsigmoid(beta * (average(c, cm) - average(r, rm)) - gamma).mean()


def log1mexp(x):
    """log(1 - exp(x)) for x < 0 (Maechler 2012)."""
    near = x > -0.6931472
    return torch.where(near, torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def orpo_ratio(c, cm, r, rm):
    a, b = average(c, cm).clamp(max=-1e-6), average(r, rm).clamp(max=-1e-6)
    return (a - log1mexp(a)) - (b - log1mexp(b))
