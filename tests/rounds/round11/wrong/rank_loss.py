"""RRHF-like ranking of responses by their log-probability.

# bug: the mask selects the ignored positions in place of the response positions.
"""
import torch
from torch import nn


class ResponseScorer(nn.Module):
    ignore = -100

    def __init__(self, lm):
        super().__init__()
        self.lm = lm

    def forward(self, input_ids, attention_mask, labels):
        lg = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits
        lsm = torch.log_softmax(lg[:, :-1].float(), dim=-1)
        tgt = labels[:, 1:]
        sel = tgt == self.ignore  # expect: SEQ307
        tok = lsm.gather(-1, tgt.clamp(min=0)[..., None])[..., 0]
        return (tok * sel).sum(-1)  # expect-near: SEQ307


def pairwise(scores, rewards):
    ds = scores[:, None] - scores[None]
    dr = rewards[:, None] - rewards[None]
    return torch.relu(-ds)[dr > 0].sum()
