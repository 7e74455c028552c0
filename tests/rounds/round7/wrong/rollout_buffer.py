"""Rollout storage for a small PPO loop over a language model policy.

# bug: log-probabilities are divided by the sampling temperature and never renormalised
"""
from typing import List, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


class Step(NamedTuple):
    obs: Tensor
    action: Tensor
    behaviour: Tensor


class Rollouts:
    """Keeps the log-probability the sampler gave to each emitted token."""

    def __init__(self, policy, temperature=0.8):
        self.policy = policy
        self.temperature = temperature
        self.steps: List[Step] = []

    @torch.no_grad()
    def act(self, obs: Tensor) -> Tensor:
        z = self.policy(obs)[:, -1, :].float()
        action = torch.multinomial(F.softmax(z / self.temperature, dim=-1), 1)
        table = F.log_softmax(z, dim=-1) / self.temperature  # expect: SEQ109
        behaviour = table.gather(-1, action).squeeze(-1)  # expect-near: SEQ109
        self.steps.append(Step(obs, action.squeeze(-1), behaviour))
        return action

    def stacked(self):
        return torch.stack([s.behaviour for s in self.steps], dim=1)

    def ratio(self, new_logp: Tensor) -> Tensor:
        return torch.exp(new_logp - self.stacked())

    def clear(self):
        self.steps.clear()
