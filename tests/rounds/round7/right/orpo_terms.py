"""The odds-ratio term of ORPO, in log space."""
import math

import torch

LN2 = math.log(2.0)


def log1mexp(x):
    """log(1 - exp(x)) for x < 0 without cancellation."""
    x = x.clamp(max=-1e-7)
    near = torch.log(-torch.expm1(x))
    far = torch.log1p(-torch.exp(x.clamp(max=-LN2)))
    return torch.where(x > -LN2, near, far)


def mean_logp(logits, ids, answer):
    z = logits[:, :-1].float()
    y = ids[:, 1:, None]
    lp = z.gather(-1, y).squeeze(-1) - torch.logsumexp(z, dim=-1)
    a = answer[:, 1:].to(lp.dtype)
    return (lp * a).sum(1) / a.sum(1).clamp(min=1)


def odds_term(good, bad):
    log_odds = (good - bad) - (log1mexp(good) - log1mexp(bad))
    return -torch.nn.functional.logsigmoid(log_odds)
