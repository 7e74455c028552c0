"""Best-of-n selection with sequence log-probabilities at the sampling temperature.

# bug: token log-probabilities are divided by the temperature and not renormalised
"""
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass
class RankConfig:
    temperature: float = 0.7
    max_batch: int = 16


def token_logp(z: Tensor, y: Tensor) -> Tensor:
    lse = torch.logsumexp(z, dim=-1)
    return z.gather(-1, y[..., None])[..., 0] - lse


class Ranker:
    def __init__(self, lm, cfg: RankConfig):
        self.lm = lm
        self.cfg = cfg

    @torch.no_grad()
    def __call__(self, ids: Tensor, attn: Tensor, response: Tensor) -> Tensor:
        """response (B, T) marks the sampled tokens; returns log-probs of the responses."""
        z = self.lm(input_ids=ids, attention_mask=attn).logits.float()
        lp = token_logp(z[:, :-1], ids[:, 1:])
        lp = lp / self.cfg.temperature  # expect: SEQ109
        return torch.where(response[:, 1:].bool(), lp, 0.0).sum(-1)
