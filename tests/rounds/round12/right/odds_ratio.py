"""ORPO pieces on length-averaged log-probabilities (as the method defines them)."""
import math

import torch
import torch.nn.functional as F


def averaged(logits, labels, ignore=-100):
    y = labels[:, 1:].clone()
    on = y != ignore
    y[~on] = 0
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1).gather(2, y.unsqueeze(-1)).squeeze(-1)
    return (lp * on).sum(-1) / on.sum(-1).clamp(min=1)


def log1mexp(x):
    x = x.clamp(max=-1e-7)
    return torch.where(x > -math.log(2.0), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def preference_term(chosen, rejected):
    logits = (chosen - rejected) - (log1mexp(chosen) - log1mexp(rejected))
    return -F.logsigmoid(logits)


def step(model, batch, lam=0.25):
    out = [
        averaged(
            model(input_ids=batch[f"{k}_ids"], attention_mask=batch[f"{k}_mask"]).logits,
            batch[f"{k}_labels"],
        )
        for k in ("chosen", "rejected")
    ]
    return (-out[0] + lam * preference_term(*out)).mean()
