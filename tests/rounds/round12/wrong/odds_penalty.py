"""Odds-ratio term (ORPO) on top of the SFT loss.

Long prompts are truncated from the right in the collator, so now and then a row
keeps no answer token at all.

# bug: the average divides by the number of answer tokens, which may be 0, and log(1 - exp(logp)) cancels for confident answers.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class OddsOutput:
    total: torch.Tensor
    sft: torch.Tensor
    odds: torch.Tensor


class OddsRatio(torch.nn.Module):
    def __init__(self, lam: float = 0.1):
        super().__init__()
        self.lam = lam

    @staticmethod
    def avg_logp(logits, labels):
        tgt = labels[:, 1:]
        keep = tgt != -100
        lp = logits[:, :-1].float().log_softmax(-1)
        picked = lp.gather(2, tgt.masked_fill(~keep, 0).unsqueeze(2)).squeeze(2)
        picked = picked.masked_fill(~keep, 0.0)
        return picked.sum(1) / keep.sum(1)  # expect: SEQ611

    def forward(self, logits_w, labels_w, logits_l, labels_l):
        a = self.avg_logp(logits_w, labels_w)
        b = self.avg_logp(logits_l, labels_l)
        comp_a = torch.log(1.0 - torch.exp(a))  # expect: SEQ608
        comp_b = torch.log(1.0 - torch.exp(b))  # expect-near: SEQ608
        log_odds = (a - b) - (comp_a - comp_b)
        odds = -F.logsigmoid(log_odds).mean()
        sft = F.cross_entropy(logits_w[:, :-1].float().transpose(1, 2), labels_w[:, 1:])
        return OddsOutput(total=sft + self.lam * odds, sft=sft, odds=odds)
