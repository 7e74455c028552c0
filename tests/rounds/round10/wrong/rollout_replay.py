"""Recompute behaviour-policy log-probs of stored rollouts.

Rollouts are sampled at temperature T from softmax(z / T) and the importance ratio needs the log-probability
under exactly that distribution.

# bug: the log-probs are divided by the temperature after log_softmax, so they no longer belong to a distribution.
"""
from typing import NamedTuple

import torch
from torch import Tensor


class Rollout(NamedTuple):
    ids: Tensor        # (B, T)
    attn: Tensor       # (B, T)
    resp: Tensor       # (B, T) 1 on sampled tokens


class Replayer:
    def __init__(self, policy, temperature: float):
        if temperature <= 0:
            raise ValueError("temperature must be positive")
        self.policy = policy
        self.temperature = temperature

    @torch.no_grad()
    def __call__(self, r: Rollout) -> Tensor:
        """(B, T-1) log-probs, zero outside the response."""
        self.policy.eval()
        pos = (r.attn.cumsum(-1) - 1).clamp(min=0)
        z = self.policy(input_ids=r.ids, attention_mask=r.attn, position_ids=pos).logits[:, :-1].float()
        full = torch.log_softmax(z, dim=-1)
        full = full / self.temperature  # expect: SEQ109
        tok = full.gather(-1, r.ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        return tok * r.resp[:, 1:]


def importance(new_lp: Tensor, old_lp: Tensor, resp: Tensor, clip: float = 0.2):
    m = resp[:, 1:].to(new_lp.dtype)
    ratio = torch.exp(new_lp - old_lp)
    clipped = ratio.clamp(1 - clip, 1 + clip)
    frac = ((ratio != clipped).to(m.dtype) * m).sum() / m.sum().clamp(min=1)
    return ratio, clipped, frac
