"""log-odds term of ORPO from mean token log-probs."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    return torch.where(x > -math.log(2.0), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def masked_average(token_lp, valid):
    filled = token_lp.masked_fill(~valid, 0.0)
    return filled.sum(-1) / valid.sum(-1).clamp(min=1)


def odds_loss(chosen, rejected):
    delta = (chosen - log1mexp(chosen)) - (rejected - log1mexp(rejected))
    return -F.logsigmoid(delta).mean()
