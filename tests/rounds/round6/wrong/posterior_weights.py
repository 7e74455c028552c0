"""Turn a pool of candidates into tilted weights w_i ~ p(y_i|x) * exp(r_i / beta).

# bug: the sequence log-probability log p(y|x) is taken as the mean over tokens, it must be the sum
# bug: the reported per-token value divides by zero for a candidate without completion tokens
"""
from typing import NamedTuple

import torch


class Pool(NamedTuple):
    ids: torch.Tensor          # (n, T), right padded
    attention_mask: torch.Tensor
    completion_mask: torch.Tensor
    rewards: torch.Tensor      # (n,)


class TiltedSampler:
    def __init__(self, lm, beta: float = 0.2):
        self.lm = lm.eval()
        self.beta = beta

    @torch.no_grad()
    def _tokens(self, pool: Pool):
        logits = self.lm(pool.ids, attention_mask=pool.attention_mask).logits
        lp = logits[:, :-1].float().log_softmax(-1)
        lp = torch.take_along_dim(lp, pool.ids[:, 1:, None], dim=-1)[..., 0]
        keep = pool.completion_mask[:, 1:].to(lp.dtype)
        return lp * keep, keep

    def weights(self, pool: Pool) -> torch.Tensor:
        """Normalised p(y_i|x) exp(r_i/beta) over the pool."""
        lp, keep = self._tokens(pool)
        log_p = lp.sum(-1) / keep.sum(-1).clamp(min=1)  # expect: SEQ401
        return torch.softmax(log_p + pool.rewards / self.beta, dim=0)  # expect-near: SEQ401

    def report(self, pool: Pool):
        lp, keep = self._tokens(pool)
        per_token = lp.sum(-1) / keep.sum(-1)  # expect: SEQ611
        return {"logp_per_token": per_token.tolist(), "reward": pool.rewards.tolist()}
