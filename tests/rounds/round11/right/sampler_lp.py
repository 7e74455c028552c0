"""Ancestral sampling that keeps the log-prob of each drawn token."""
import torch
from torch.distributions import Categorical


@torch.no_grad()
def continue_text(lm, ids, steps, stop):
    lps = []
    for _ in range(steps):
        dist = Categorical(logits=lm(ids).logits[:, -1].float())
        drawn = dist.sample()
        lps.append(dist.log_prob(drawn))
        ids = torch.cat([ids, drawn[:, None]], dim=1)
        if drawn.item() == stop:
            break
    return ids, torch.stack(lps).sum().item()
