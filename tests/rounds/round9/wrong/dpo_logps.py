"""Sequence log-probs for the preference trainer (policy and frozen reference).

# bug: the response mask is cut [:, :-1] while the scored targets are [:, 1:]
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class PairBatch:
    ids: torch.Tensor
    attn: torch.Tensor
    resp: torch.Tensor

    def halves(self, x):
        n = self.ids.size(0) // 2
        return x[:n], x[n:]


def response_logp(lm, b: PairBatch):
    hidden = lm(input_ids=b.ids, attention_mask=b.attn)
    logits = hidden.logits.float()
    tgt = b.ids[:, 1:]
    nll = F.cross_entropy(logits[:, :-1].transpose(1, 2), tgt, reduction="none")
    w = b.resp[:, :-1].to(nll.dtype)  # expect: SEQ203
    return -(nll * w).sum(dim=-1)  # expect-near: SEQ203


def preference_loss(policy, ref, b: PairBatch, beta=0.1):
    pi_w, pi_l = b.halves(response_logp(policy, b))
    with torch.no_grad():
        rf_w, rf_l = b.halves(response_logp(ref, b))
    margin = (pi_w - rf_w) - (pi_l - rf_l)
    acc = (margin > 0).float().mean()
    return -F.logsigmoid(beta * margin).mean(), acc
