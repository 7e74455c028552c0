"""Multi-label audio tagging head."""
import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, width: int, tags: int):
        super().__init__()
        self.gate = nn.Linear(width, 1)
        self.head = nn.Linear(width, tags)
        self.loss = nn.BCEWithLogitsLoss()

    def forward(self, frames, padding):
        """frames (B, T, D); padding (B, T) is True on padded frames."""
        a = self.gate(frames).squeeze(-1).masked_fill(padding, float("-inf"))
        pooled = (a.softmax(dim=1).unsqueeze(-1) * frames).sum(dim=1)
        return self.head(pooled)

    def training_loss(self, frames, padding, tags):
        return self.loss(self(frames, padding), tags.float())


@torch.no_grad()
def clip_scores(model, frames, padding):
    model.eval()
    return torch.sigmoid(model(frames, padding))


@torch.no_grad()
def recording_scores(model, clips):
    """Average tag probability over the clips of one recording."""
    return torch.stack([clip_scores(model, f, m)[0] for f, m in clips]).mean(dim=0)
