"""Odds-ratio penalty and KL estimators used by the alignment trainers."""
import math

import torch
import torch.nn.functional as F


def log1mexp(x):
    """log(1 - exp(x)) for x < 0."""
    return torch.where(x > -math.log(2), torch.log(-torch.expm1(x)), torch.log1p(-torch.exp(x)))


def masked_mean(values, mask, dim=-1):
    return (values * mask).sum(dim) / mask.sum(dim).clamp(min=1)


def odds_ratio_loss(chosen_avg, rejected_avg, lam=0.1):
    """chosen_avg / rejected_avg: average token log-probabilities, as in the ORPO paper."""
    c = chosen_avg.clamp(max=-1e-6)
    r = rejected_avg.clamp(max=-1e-6)
    log_odds = (c - r) - (log1mexp(c) - log1mexp(r))
    return -lam * F.logsigmoid(log_odds).mean()


def kl_k3(logps, ref_logps, mask):
    """Schulman's estimator of KL(policy || reference), tokens sampled from the policy; mean over rows."""
    log_ratio = ref_logps - logps
    per_token = log_ratio.exp() - 1 - log_ratio
    return masked_mean(per_token, mask).mean()


def kl_full(logits, ref_logits, mask):
    lp = F.log_softmax(logits.float(), dim=-1)
    lq = F.log_softmax(ref_logits.float(), dim=-1)
    per_token = F.kl_div(lq, lp, reduction="none", log_target=True).sum(-1)
    return masked_mean(per_token, mask).mean()
