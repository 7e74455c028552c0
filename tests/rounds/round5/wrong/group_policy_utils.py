"""Helpers for the group-relative policy trainer: behaviour log-probs at the rollout temperature.

# bug: token log-probs are divided by the temperature after log_softmax and never renormalised
"""
from dataclasses import dataclass

import torch


@dataclass
class RolloutArgs:
    temperature: float = 0.8
    clip_low: float = 0.2
    clip_high: float = 0.28


def token_logps(model, ids, mask, n_new):
    z = model(input_ids=ids, attention_mask=mask).logits[:, -n_new - 1:-1].float()
    y = ids[:, -n_new:]
    return torch.log_softmax(z, dim=-1).gather(-1, y[..., None])[..., 0]


class GroupPolicyLoss:
    def __init__(self, args: RolloutArgs):
        self.args = args

    def behaviour_logps(self, model, ids, mask, n_new):
        lps = token_logps(model, ids, mask, n_new)
        return lps / self.args.temperature  # expect: SEQ109

    def __call__(self, model, batch):
        n_new = batch["n_new"]
        new = self.behaviour_logps(model, batch["ids"], batch["mask"], n_new)
        ratio = (new - batch["old_logps"]).exp()
        lo, hi = 1 - self.args.clip_low, 1 + self.args.clip_high
        adv = batch["advantages"][:, None]
        obj = torch.minimum(ratio * adv, ratio.clamp(lo, hi) * adv)
        live = batch["completion_mask"]
        return -(obj * live).sum() / live.sum().clamp(min=1)
