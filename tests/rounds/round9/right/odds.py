"""Odds-ratio preference objective."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0, stable at both ends."""
    x = x.clamp(max=-1e-7)
    near = x > -math.log(2.0)
    a = torch.log(-torch.expm1(torch.where(near, x, torch.full_like(x, -0.5))))
    b = torch.log1p(-torch.exp(torch.where(near, torch.full_like(x, -1.0), x)))
    return torch.where(near, a, b)


class OddsRatio:
    def __init__(self, beta=0.1):
        self.beta = beta

    @staticmethod
    def average_logps(z, labels):
        """Mean log-prob of the labelled tokens, one per row."""
        y = labels[:, 1:]
        nll = F.cross_entropy(z[:, :-1].float().transpose(1, 2), y, ignore_index=-100, reduction="none")
        return -nll.sum(1) / (y != -100).sum(1).clamp(min=1)

    def __call__(self, model, batch):
        c = model(batch["chosen_input_ids"], attention_mask=batch["chosen_attention_mask"]).logits
        r = model(batch["rejected_input_ids"], attention_mask=batch["rejected_attention_mask"]).logits
        pc = self.average_logps(c, batch["chosen_labels"])
        pr = self.average_logps(r, batch["rejected_labels"])
        logits = (pc - pr) - (log1mexp(pc) - log1mexp(pr))
        return -pc.mean() - self.beta * F.logsigmoid(logits).mean()
