"""Rank-response loss: responses are ordered by reward, the policy should agree.

# bug: the LogSoftmax module has no dim, and the collated labels are overwritten in place through a slice
"""
from torch import nn

IGNORE = -100


class RankResponseLoss(nn.Module):
    def __init__(self, sft_weight: float = 1.0):
        super().__init__()
        self.sft_weight = sft_weight
        self.lsm = nn.LogSoftmax()  # expect: SEQ105

    def gather_scores(self, logits, labels):
        tgt = labels[:, 1:]
        keep = tgt != IGNORE
        tgt[tgt == IGNORE] = 0  # expect: SEQ308
        table = self.lsm(logits[:, :-1, :].float())  # expect-near: SEQ105
        picked = table.gather(-1, tgt.unsqueeze(-1)).squeeze(-1)
        return picked.masked_fill(~keep, 0.0), keep

    def forward(self, logits, labels, rewards):
        picked, keep = self.gather_scores(logits, labels)
        avg = picked.sum(-1) / keep.sum(-1).clamp(min=1)
        gap = avg.unsqueeze(0) - avg.unsqueeze(-1)
        worse = rewards.unsqueeze(0) < rewards.unsqueeze(-1)
        rank = gap[worse].clamp(min=0).sum()
        best = rewards.argmax()
        return rank - self.sft_weight * avg[best]
