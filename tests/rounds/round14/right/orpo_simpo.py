"""Reference-free preference objectives on per-token log-probs (B, T) and response masks (B, T)."""
import math

import torch
import torch.nn.functional as F


def average_logp(tok, mask):
    return (tok * mask).sum(-1) / mask.sum(-1).clamp(min=1)


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def simpo(c_tok, c_mask, r_tok, r_mask, beta=2.0, gamma=0.5):
    logits = average_logp(c_tok, c_mask) - average_logp(r_tok, r_mask)
    return -F.logsigmoid(beta * logits - gamma).mean()


def orpo(c_tok, c_mask, r_tok, r_mask, lam=0.1):
    lc, lr = average_logp(c_tok, c_mask), average_logp(r_tok, r_mask)
    odds = (lc - lr) - (log1mexp(lc) - log1mexp(lr))
    nll = -(c_tok * c_mask).sum() / c_mask.sum().clamp(min=1)
    return nll - lam * F.logsigmoid(odds).mean()


def ipo(c_tok, c_mask, r_tok, r_mask, ref_margin, tau=0.1):
    margin = average_logp(c_tok, c_mask) - average_logp(r_tok, r_mask) - ref_margin
    return ((margin - 1 / (2 * tau)) ** 2).mean()
