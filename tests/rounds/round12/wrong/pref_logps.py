"""Sequence log-probs for the preference trainer.

# bug: the completion mask is cut to [:, :-1] while the targets are tokens [:, 1:].
"""
from typing import NamedTuple

import torch
import torch.nn.functional as F


class PairBatch(NamedTuple):
    input_ids: torch.Tensor         # (2B, T) chosen rows first
    attention_mask: torch.Tensor
    completion_mask: torch.Tensor   # 1 on the tokens of the completion


def policy_logps(model, b: PairBatch) -> torch.Tensor:
    """log pi(completion | prompt) of every row."""
    z = model(input_ids=b.input_ids, attention_mask=b.attention_mask).logits
    lp = z[:, :-1].float().log_softmax(dim=-1)
    nxt = b.input_ids[:, 1:]
    per_tok = torch.gather(lp, -1, nxt.unsqueeze(-1)).squeeze(-1)
    keep = b.completion_mask[:, :-1].to(per_tok.dtype)  # expect-near: SEQ203
    return (per_tok * keep).sum(dim=-1)  # expect: SEQ203


def dpo_loss(policy, reference, b: PairBatch, beta: float = 0.1):
    pi = policy_logps(policy, b)
    with torch.no_grad():
        ref = policy_logps(reference, b)
    pi_w, pi_l = pi.chunk(2)
    ref_w, ref_l = ref.chunk(2)
    margin = (pi_w - ref_w) - (pi_l - ref_l)
    return -F.logsigmoid(beta * margin).mean(), margin.detach()
