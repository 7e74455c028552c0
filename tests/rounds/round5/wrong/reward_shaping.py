"""Dense reward from a frozen critic LM: log-probability of every completion token.

# bug: log_softmax is called without a dimension, so on (batch, time, vocabulary) logits it normalises over the batch
"""
from typing import Dict

import torch
import torch.nn.functional as F
from torch import Tensor


class DenseReward:
    def __init__(self, critic, scale=1.0, floor=-12.0):
        self.critic = critic
        self.critic.requires_grad_(False)
        self.critic.eval()
        self.scale = scale
        self.floor = floor

    def _row_logps(self, logits: Tensor, ids: Tensor) -> Tensor:
        full = F.log_softmax(logits.float())  # expect: SEQ105
        return full.gather(2, ids[:, :, None]).squeeze(2)

    @torch.no_grad()
    def __call__(self, batch: Dict[str, Tensor]) -> Tensor:
        ids = batch["input_ids"]
        out = self.critic(input_ids=ids, attention_mask=batch["attention_mask"])
        lp = self._row_logps(out.logits[:, :-1, :], ids[:, 1:])
        live = batch["completion_mask"][:, 1:].bool()
        shaped = lp.clamp(min=self.floor) * self.scale
        return torch.where(live, shaped, torch.zeros_like(shaped))


def whiten(rewards: Tensor, live: Tensor, eps=1e-6) -> Tensor:
    n = live.sum().clamp(min=1)
    mu = (rewards * live).sum() / n
    var = ((rewards - mu) ** 2 * live).sum() / n
    return (rewards - mu) * torch.rsqrt(var + eps) * live
