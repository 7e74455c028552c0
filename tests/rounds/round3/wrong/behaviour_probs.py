"""Behaviour log-probabilities of sampled responses, for off-policy correction.

# bug: log-probabilities are divided by the sampling temperature and not normalised again
"""
from dataclasses import dataclass

import torch


@dataclass
class SamplingConfig:
    temperature: float = 0.8


class Behaviour:
    def __init__(self, model, config: SamplingConfig):
        self.model = model
        self.config = config

    @torch.no_grad()
    def logprobs(self, ids, attention_mask, response_mask):
        """Per-row log-probability of the response tokens at the sampling temperature."""
        z = self.model(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
        lp = z - torch.logsumexp(z, dim=-1, keepdim=True)
        lp = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        lp = lp / self.config.temperature  # expect: SEQ109
        return lp.mul(response_mask[:, 1:]).sum(-1)
