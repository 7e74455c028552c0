"""Focal loss and label smoothing for imbalanced classification."""
import torch
import torch.nn.functional as F
from torch import nn


class Focal(nn.Module):
    def __init__(self, gamma=2.0, weight=None):
        super().__init__()
        self.gamma = gamma
        self.register_buffer("weight", weight)

    def forward(self, logits, target):
        ce = F.cross_entropy(logits, target, weight=self.weight, reduction="none")
        pt = F.log_softmax(logits, dim=1).gather(1, target[:, None]).squeeze(1).exp()
        return ((1 - pt) ** self.gamma * ce).mean()


def soft_target_ce(logits, teacher_logits):
    """The second argument of cross_entropy may be probabilities."""
    return F.cross_entropy(logits, F.softmax(teacher_logits, dim=1))


if __name__ == "__main__":
    z, y = torch.randn(4, 3), torch.tensor([0, 2, 1, 0])
    assert torch.isclose(Focal(gamma=0.0)(z, y), F.cross_entropy(z, y))
    assert soft_target_ce(z, z) > 0
