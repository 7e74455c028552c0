"""Bradley-Terry reward model: one logit per sequence, sigmoid of differences."""
import torch
import torch.nn.functional as F
from torch import nn


class RewardModel(nn.Module):
    def __init__(self, backbone, width):
        super().__init__()
        self.backbone, self.v = backbone, nn.Linear(width, 1)

    def forward(self, ids, mask):
        h = self.backbone(ids, attention_mask=mask).last_hidden_state
        last = mask.sum(1) - 1
        return self.v(h[torch.arange(len(h)), last]).squeeze(-1)

    def loss(self, chosen, rejected, margin=0.0):
        return -F.logsigmoid(self(*chosen) - self(*rejected) - margin).mean()

    @torch.no_grad()
    def preference(self, a, b):
        """P(a is preferred to b)."""
        return torch.sigmoid(self(*a) - self(*b))


def rank_best_of_n(rewards):
    return rewards.argmax(dim=-1), F.softmax(rewards, dim=-1)
