"""Statistics of sampled rollouts for the RL dashboard.

# bug: log-probs are divided by the temperature after log_softmax and never renormalised; the per-response average divides by the padded length
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class Rollout:
    input_ids: torch.Tensor        # (B, T) prompt + response, right padded
    attention_mask: torch.Tensor   # (B, T)
    response_mask: torch.Tensor    # (B, T) 1 on response tokens
    temperature: float


@torch.no_grad()
def behaviour_logps(policy, r: Rollout):
    """Log-probability of each token under the distribution it was sampled from."""
    policy.eval()
    logits = policy(input_ids=r.input_ids, attention_mask=r.attention_mask).logits
    logps = F.log_softmax(logits[:, :-1].float(), dim=-1)
    picked = logps.gather(-1, r.input_ids[:, 1:, None])[..., 0]
    return picked / r.temperature  # expect: SEQ109


def response_average(policy, r: Rollout):
    """Average log-prob per response token, one value for each rollout."""
    lp = behaviour_logps(policy, r)
    inside = r.response_mask[:, 1:].to(lp.dtype)
    return (lp * inside).mean(dim=1)  # expect: SEQ303


def log_to(writer, step, policy, r: Rollout):
    avg = response_average(policy, r)
    writer.add_histogram("rollout/avg_logp", avg, step)
    writer.add_scalar("rollout/worst", avg.min().item(), step)
