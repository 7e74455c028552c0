"""Multi-label tagging: one sigmoid per tag."""
import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, width, tags):
        super().__init__()
        self.head = nn.Linear(width, tags)
        self.loss = nn.BCEWithLogitsLoss()

    def forward(self, x, y=None):
        logits = self.head(x)
        if y is None:
            return torch.sigmoid(logits)
        return self.loss(logits, y)

    @torch.no_grad()
    def top(self, x, k=3):
        values, tags = self(x).topk(k, dim=-1)
        return [[(t, v) for t, v in zip(a, b) if v > 0.5] for a, b in zip(tags.tolist(), values.tolist())]


if __name__ == "__main__":
    t = Tagger(4, 6)
    assert t(torch.randn(2, 4)).sum(-1).shape == (2,)
