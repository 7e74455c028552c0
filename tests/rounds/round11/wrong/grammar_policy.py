"""Grammar-constrained policy: log-probs and entropy over the allowed tokens.

# bug: the positions that are -inf are masked by a multiplication, and p * log p meets p = 0
"""
import torch
from torch import nn


class GrammarPolicy(nn.Module):
    """Distribution over the tokens that the grammar allows at each step."""

    def __init__(self, body: nn.Module):
        super().__init__()
        self.body = body

    def log_dist(self, prefix, allowed):
        z = self.body(prefix).float().masked_fill(~allowed, float("-inf"))
        return z.log_softmax(dim=-1)

    def evaluate(self, prefix, allowed, actions, valid):
        """Constrained log-prob of the actions and the mean entropy; valid is 1 on real steps.

        On the steps beyond the end the stored action is a filler that the grammar may forbid.
        """
        lp = self.log_dist(prefix, allowed)
        act = lp.gather(-1, actions.unsqueeze(-1)).squeeze(-1)
        seq = (act * valid).sum(-1)  # expect: SEQ606
        p = lp.exp()
        ent = -(p * lp).sum(-1)  # expect: SEQ610
        ent = torch.where(valid.bool(), ent, torch.zeros_like(ent)).sum() / valid.sum().clamp(min=1)
        return seq, ent
