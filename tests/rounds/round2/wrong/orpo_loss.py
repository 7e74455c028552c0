"""Odds-ratio preference optimisation.

# bug: log(1 - exp(logp)) cancels when the mean log-prob is near 0
"""
import torch
import torch.nn.functional as F


def mean_logps(logits, labels):
    y = labels[:, 1:]
    keep = y.ne(-100)
    lp = logits[:, :-1].float().log_softmax(-1).gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)


def orpo(logits_c, labels_c, logits_r, labels_r, nll, lam=0.1):
    c, r = mean_logps(logits_c, labels_c), mean_logps(logits_r, labels_r)
    odds = (c - r) - (torch.log(1 - torch.exp(c)) - torch.log(1 - torch.exp(r)))  # expect: SEQ608
    return nll - lam * F.logsigmoid(odds).mean()
