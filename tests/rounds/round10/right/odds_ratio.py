"""ORPO terms with a stable log(1 - exp(x))."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2.0), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def mean_logp(logits, ids, resp):
    m = resp[:, 1:].float()
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1).gather(2, ids[:, 1:, None]).squeeze(2)
    return (lp * m).sum(1) / m.sum(1).clamp(min=1.0)


def orpo(good, bad, lam=0.1):
    delta = (good - bad) - (log1mexp(good) - log1mexp(bad))
    return -good.mean() - lam * F.logsigmoid(delta).mean()
