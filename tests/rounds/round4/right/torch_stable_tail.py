"""Stable versions: log1mexp, entropy with zeros, posterior over options, masked sums."""
import math

import torch


def log1mexp(x: torch.Tensor) -> torch.Tensor:
    """log(1 - exp(x)) for x < 0."""
    near = x > -math.log(2.0)
    return torch.where(near, torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def entropy(p: torch.Tensor) -> torch.Tensor:
    return torch.special.entr(p).sum(-1)


def posterior(option_lls: torch.Tensor) -> torch.Tensor:
    return (option_lls - option_lls.logsumexp(0)).exp()


def masked_total(lp: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    return torch.where(keep, lp, torch.zeros_like(lp)).sum(-1)
