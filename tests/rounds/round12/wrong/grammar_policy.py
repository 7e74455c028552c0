"""Policy-gradient helper for grammar-constrained decoding.

Everything here refers to the constrained policy: tokens that the grammar forbids at a step have probability 0.

# bug: Categorical(logits=...) is given probabilities, so the softmax is applied twice.
# bug: the log-probs of padded steps can be -inf and are masked by multiplying with 0, which gives NaN.
"""
from dataclasses import dataclass

import torch
from torch.distributions import Categorical


@dataclass
class Rollout:
    logits: torch.Tensor    # (B, T, V), entry t belongs to actions[:, t]
    actions: torch.Tensor   # (B, T), zeros after the end
    allowed: torch.Tensor   # (B, T, V) bool; after the end only the pad token is allowed
    alive: torch.Tensor     # (B, T) 1.0 until the end token


def constrained(r: Rollout) -> torch.Tensor:
    return r.logits.float().masked_fill(~r.allowed, float("-inf"))


def action_log_prob(r: Rollout) -> torch.Tensor:
    lp = torch.log_softmax(constrained(r), dim=-1)
    took = torch.gather(lp, 2, r.actions[..., None])[..., 0]
    return (took * r.alive).sum(dim=1)  # expect: SEQ606


def step_entropy(r: Rollout) -> torch.Tensor:
    pi = torch.softmax(constrained(r), dim=-1)
    h = Categorical(logits=pi).entropy()  # expect: SEQ106
    return (h * r.alive).sum(dim=1) / r.alive.sum(dim=1).clamp(min=1.0)


def reinforce(r: Rollout, reward: torch.Tensor, ent_coef: float = 0.01) -> torch.Tensor:
    adv = reward - reward.mean()
    gain = adv * action_log_prob(r) + ent_coef * step_entropy(r)
    return -gain.mean()
