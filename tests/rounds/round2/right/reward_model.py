"""Bradley-Terry reward model: one scalar per row at the last real token."""
import torch
import torch.nn.functional as F
from torch import nn


class RewardModel(nn.Module):
    def __init__(self, trunk, dim):
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(dim, 1)

    def forward(self, ids, attn):
        h = self.trunk(input_ids=ids, attention_mask=attn).last_hidden_state
        pos = torch.arange(ids.size(1), device=ids.device)
        last = (attn * pos).argmax(dim=1)
        return self.head(h[torch.arange(ids.size(0)), last]).squeeze(-1)


def pair_loss(model, chosen, rejected, margin=0.0):
    logits = model(*chosen) - model(*rejected) - margin
    return -F.logsigmoid(logits).mean(), torch.sigmoid(logits).mean()
