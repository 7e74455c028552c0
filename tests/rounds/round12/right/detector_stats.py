"""Zero-shot detection statistics for machine-written text."""
from dataclasses import dataclass

import torch


@dataclass
class Stats:
    fast_detect: float
    min_k: float
    log_rank: float


@torch.no_grad()
def compute(model, ids, k=0.2):
    """ids: (1, T) of one text, T > 2."""
    z = model.eval()(ids).logits[0, :-1].float()
    y = ids[0, 1:]
    lp = z.log_softmax(-1)
    p = lp.exp()
    tok = lp[torch.arange(len(y), device=lp.device), y]

    mu = (p * lp).sum(-1)
    var = (p * lp.square()).sum(-1) - mu.square()
    fast = (tok.sum() - mu.sum()) / var.sum().sqrt()

    n = max(1, int(k * len(tok)))
    lowest = tok.sort().values[:n].mean()

    rank = (z > z.gather(1, y[:, None])).sum(-1) + 1
    return Stats(fast.item(), lowest.item(), rank.float().log().mean().item())


def attack(model, texts, encode):
    rows = [(compute(model, encode(t)), t) for t in texts]
    return sorted(rows, key=lambda r: r[0].min_k, reverse=True)
