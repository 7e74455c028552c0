"""Sequence-level ratios of GSPO and the k3 KL estimate; the mean over tokens is part of the method."""
import torch


def gspo_ratio(new, old, mask):
    """exp of the length-normalised log-ratio, (B,)."""
    m = mask.to(new.dtype)
    diff = ((new - old) * m).sum(-1) / m.sum(-1).clamp(min=1)
    return diff.exp()


def k3(new, ref, mask):
    r = (ref - new).masked_fill(mask == 0, 0.0)
    per_tok = r.exp() - 1 - r
    return per_tok.sum() / mask.sum().clamp(min=1)


def surrogate(new, old, ref, adv, mask, eps=3e-4, beta=0.01):
    s = gspo_ratio(new, old, mask)
    obj = torch.minimum(s * adv, s.clamp(1 - eps, 1 + eps) * adv)
    return -obj.mean() + beta * k3(new, ref, mask)


def group_advantage(rewards, size):
    g = rewards.view(-1, size)
    return ((g - g.mean(1, keepdim=True)) / (g.std(1, keepdim=True) + 1e-6)).flatten()
