"""DPO (sums), SimPO and ORPO (length-normalised, as their papers define) on one batch layout."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    x = x.clamp(max=-1e-6)
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def response_logps(model, batch, average=False):
    z = model(input_ids=batch["ids"], attention_mask=batch["attn"]).logits[:, :-1].float()
    y = batch["ids"][:, 1:, None]
    m = batch["resp"][:, 1:].to(z.dtype)
    lp = (z.gather(-1, y)[..., 0] - z.logsumexp(-1)) * m
    return lp.sum(-1) / m.sum(-1).clamp(min=1) if average else lp.sum(-1)


def dpo(policy, ref, win, lose, beta=0.1):
    with torch.no_grad():
        base = response_logps(ref, win) - response_logps(ref, lose)
    logits = response_logps(policy, win) - response_logps(policy, lose) - base
    return F.softplus(-beta * logits).mean()


def simpo(policy, win, lose, beta=2.0, gamma=0.5):
    d = response_logps(policy, win, average=True) - response_logps(policy, lose, average=True)
    return -F.logsigmoid(beta * d - gamma).mean()


def orpo_term(policy, win, lose, lam=0.1):
    a, b = (response_logps(policy, x, average=True) for x in (win, lose))
    return -lam * F.logsigmoid(a - b - (log1mexp(a) - log1mexp(b))).mean()
