"""Log-likelihood of rollouts under the sampling temperature.

# bug: the log-probabilities are divided by the temperature after log_softmax and not normalised again
"""
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass
class RolloutBatch:
    tokens: Tensor
    response_mask: Tensor
    attention_mask: Tensor


class Rescorer:
    def __init__(self, policy, tau: float = 0.8):
        self.policy = policy.eval()
        self.tau = tau

    @torch.no_grad()
    def __call__(self, b: RolloutBatch) -> Tensor:
        """log pi_tau(response | prompt), one value per row."""
        z = self.policy(input_ids=b.tokens, attention_mask=b.attention_mask).logits
        table = torch.log_softmax(z[:, :-1].float(), dim=-1)
        soft = table / self.tau  # expect: SEQ109
        lp = torch.take_along_dim(soft, b.tokens[:, 1:].unsqueeze(-1), dim=-1).squeeze(-1)  # expect-near: SEQ109
        keep = b.response_mask[:, 1:].bool()
        return torch.where(keep, lp, torch.zeros_like(lp)).sum(-1)
