"""Odds-ratio loss with a stable log(1 - exp(x)), masks by where, entropy by entr."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def odds_loss(chosen, rejected, weight=0.1):
    """Length-averaged log-probs of both answers."""
    d = (chosen - rejected) - (log1mexp(chosen) - log1mexp(rejected))
    return -weight * F.logsigmoid(d).mean()


def constrained_sum(lp, mask):
    """lp may be -inf on padding."""
    return torch.where(mask, lp, torch.zeros_like(lp)).sum(-1)


def truncated_entropy(logits, k):
    kth = logits.topk(k, dim=-1).values[..., -1:]
    p = logits.masked_fill(logits < kth, float("-inf")).softmax(-1)
    return torch.special.entr(p).sum(-1)


if __name__ == "__main__":
    assert torch.isfinite(log1mexp(torch.tensor([-1e-9, -50.0]))).all()
    assert torch.isfinite(truncated_entropy(torch.randn(3, 9), 4)).all()
    assert constrained_sum(torch.tensor([-1.0, -math.inf]), torch.tensor([True, False])) == -1
