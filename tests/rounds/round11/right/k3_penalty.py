"""GRPO pieces: per-token ratio, k3 penalty, masked mean of each completion."""
import torch


def per_token(lp_new, lp_old, lp_ref, adv, eps=0.2, beta=0.04):
    ratio = (lp_new - lp_old).exp()
    gain = torch.min(ratio * adv[:, None], ratio.clamp(1 - eps, 1 + eps) * adv[:, None])
    d = lp_ref - lp_new
    return -(gain - beta * (d.exp() - d - 1))


def loss(lp_new, lp_old, lp_ref, adv, mask):
    x = per_token(lp_new, lp_old, lp_ref, adv)
    return ((x * mask).sum(1) / mask.sum(1).clamp(min=1)).mean()
