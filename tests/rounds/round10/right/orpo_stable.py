"""Odds-ratio term with a stable log(1 - exp(x)); rows without tokens give 0 and are left out."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def mean_logp(logits, labels):
    y = labels[:, 1:]
    m = y != -100
    tok = F.log_softmax(logits[:, :-1].float(), -1).gather(2, y.clamp(min=0).unsqueeze(2)).squeeze(2)
    n = m.sum(1)
    return (tok * m).sum(1) / n.clamp(min=1), n > 0


def orpo_term(chosen, rejected, beta=0.1):
    (c, ok_c), (r, ok_r) = mean_logp(*chosen), mean_logp(*rejected)
    ok = ok_c & ok_r
    c, r = c[ok].clamp(max=-1e-6), r[ok].clamp(max=-1e-6)
    gap = (c - log1mexp(c)) - (r - log1mexp(r))
    return -beta * F.logsigmoid(gap).sum() / ok.sum().clamp(min=1)
