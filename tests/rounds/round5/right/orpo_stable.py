"""ORPO log-odds with a stable log(1 - exp(x))."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    small = torch.log(-torch.expm1(x))
    large = torch.log1p(-torch.exp(x))
    return torch.where(x > -math.log(2.0), small, large)


def avg_logp(logits, labels):
    y = labels[:, 1:]
    keep = y != -100
    lp = -F.cross_entropy(
        logits[:, :-1].float().transpose(1, 2), y, ignore_index=-100, reduction="none"
    )
    return lp.sum(1) / keep.sum(1).clamp(min=1)


def orpo(chosen_logits, chosen_labels, rejected_logits, rejected_labels, lam=0.1):
    c = avg_logp(chosen_logits, chosen_labels)
    r = avg_logp(rejected_logits, rejected_labels)
    odds = (c - log1mexp(c)) - (r - log1mexp(r))
    return -lam * F.logsigmoid(odds).mean()
