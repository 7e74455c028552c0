"""ORPO log-odds ratio for chosen / rejected pairs, with a stable log(1 - e^x)."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    near = x > -math.log(2.0)
    a = torch.log(-torch.expm1(torch.where(near, x, torch.full_like(x, -1.0))))
    b = torch.log1p(-torch.exp(torch.where(near, torch.full_like(x, -1.0), x)))
    return torch.where(near, a, b)


def mean_logp(logits, labels):
    y = labels[:, 1:]
    keep = y != -100
    lp = logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)


def orpo_loss(chosen_logits, chosen_labels, rejected_logits, rejected_labels, lam=0.1):
    c = mean_logp(chosen_logits, chosen_labels).clamp(max=-1e-6)
    r = mean_logp(rejected_logits, rejected_labels).clamp(max=-1e-6)
    log_odds = (c - r) - (log1mexp(c) - log1mexp(r))
    return (-c - lam * F.logsigmoid(log_odds)).mean()
