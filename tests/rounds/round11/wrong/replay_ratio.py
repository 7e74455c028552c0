"""Importance weights for off-policy GRPO replay.

# bug: the log-probabilities are divided by the temperature after log_softmax and never renormalised.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class Replay:
    tokens: torch.Tensor
    response_mask: torch.Tensor
    old: torch.Tensor
    temperature: float


def policy_logps(policy, rb: Replay):
    z = policy(rb.tokens).logits[:, :-1].float()
    lp = F.log_softmax(z, dim=-1)
    lp = torch.gather(lp, -1, rb.tokens[:, 1:].unsqueeze(-1)).squeeze(-1)
    return lp / rb.temperature  # expect: SEQ109


def surrogate(policy, rb: Replay, adv, clip=0.2):
    new = policy_logps(policy, rb)
    m = rb.response_mask[:, 1:].float()
    r = torch.exp(new - rb.old)
    obj = torch.minimum(r * adv[:, None], r.clamp(1 - clip, 1 + clip) * adv[:, None])
    return -(obj * m).sum() / m.sum().clamp(min=1.0)
