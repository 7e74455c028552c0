"""ORPO: supervised loss on the chosen answer plus lambda times the odds-ratio term.

Both terms average over the tokens of an answer first and over answers second, so every
answer has the same weight.
"""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2.0), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def mean_logp(scores, labels, ignore=-100):
    """Average log-probability of the labelled tokens; rows without any get 0 and valid=False."""
    y = labels[:, 1:]
    on = y != ignore
    flat = F.cross_entropy(
        scores[:, :-1].float().reshape(-1, scores.size(-1)), y.reshape(-1), ignore_index=ignore, reduction="none"
    )
    n = on.sum(1)
    return -flat.view(y.shape).sum(1) / n.clamp(min=1), n > 0


def orpo(model, chosen, rejected, lam=0.2):
    zc = model(input_ids=chosen["input_ids"], attention_mask=chosen["attention_mask"]).logits
    zr = model(input_ids=rejected["input_ids"], attention_mask=rejected["attention_mask"]).logits
    c, ok_c = mean_logp(zc, chosen["labels"])
    r, ok_r = mean_logp(zr, rejected["labels"])
    ok = (ok_c & ok_r).float()
    log_odds = (c - r) - (log1mexp(c) - log1mexp(r))
    pen = (-F.logsigmoid(log_odds) * ok).sum() / ok.sum().clamp(min=1)
    sft = -(c * ok_c).sum() / ok_c.sum().clamp(min=1)
    return sft + lam * pen
