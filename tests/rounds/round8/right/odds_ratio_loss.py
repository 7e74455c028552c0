"""Odds-ratio preference loss with a stable log(1 - exp(x))."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    near = x > -math.log(2)
    a = torch.log(-torch.expm1(torch.where(near, x, torch.full_like(x, -1.0))))
    b = torch.log1p(-torch.exp(torch.where(near, torch.full_like(x, -1.0), x)))
    return torch.where(near, a, b)


def mean_logp(model, ids, attn, labels):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    y = labels[:, 1:]
    use = y != -100
    lp = z.log_softmax(-1).gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (lp * use).sum(-1) / use.sum(-1).clamp(min=1)


def orpo(model, b, lam=0.1):
    w = mean_logp(model, b["w_ids"], b["w_attn"], b["w_labels"])
    l = mean_logp(model, b["l_ids"], b["l_attn"], b["l_labels"])
    gap = (w - log1mexp(w)) - (l - log1mexp(l))
    return (-w - lam * F.logsigmoid(gap)).mean()
