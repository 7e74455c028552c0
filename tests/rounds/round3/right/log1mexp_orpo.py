"""ORPO's odds with a stable log(1 - exp(x))."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    near = x > -math.log(2)
    a = torch.log(-torch.expm1(torch.where(near, x, torch.full_like(x, -0.5))))
    b = torch.log1p(-torch.exp(torch.where(near, torch.full_like(x, -1.0), x)))
    return torch.where(near, a, b)


def odds_ratio_loss(chosen, rejected, lam=0.1):
    """chosen, rejected: length-averaged log-probs."""
    ratio = (chosen - rejected) - (log1mexp(chosen) - log1mexp(rejected))
    return -lam * F.logsigmoid(ratio).mean()


if __name__ == "__main__":
    x = torch.tensor([-1e-9, -0.3, -5.0, -40.0], dtype=torch.float64)
    assert torch.allclose(log1mexp(x).exp(), -torch.expm1(x))
