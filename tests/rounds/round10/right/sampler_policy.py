"""Behaviour policy of a rollout: temperature and grammar go in before the softmax."""
import torch
from torch import Tensor


def policy(logits: Tensor, allowed: Tensor, temperature: float) -> Tensor:
    z = logits.float().div(temperature).masked_fill(~allowed, float("-inf"))
    return z.log_softmax(-1)


def action_logps(logits, allowed, actions, temperature):
    return policy(logits, allowed, temperature).gather(-1, actions.unsqueeze(-1)).squeeze(-1)


def step_entropy(logits, allowed, temperature):
    return torch.special.entr(policy(logits, allowed, temperature).exp()).sum(-1)


def stats(roll, temperature):
    valid = roll["valid"]
    a = action_logps(roll["logits"], roll["allowed"], roll["actions"], temperature)
    h = step_entropy(roll["logits"], roll["allowed"], temperature)
    n = valid.sum().clamp(min=1)
    return dict(
        logp=(torch.where(valid, a, 0.0).sum() / n).item(),
        entropy=(torch.where(valid, h, 0.0).sum() / n).item(),
    )
