"""Intent classification with multi-label tags beside it."""
import torch
from torch import nn


class Heads(nn.Module):
    def __init__(self, enc, width, n_intent, n_tag):
        super().__init__()
        self.enc = enc
        self.intent = nn.Linear(width, n_intent)
        self.tags = nn.Linear(width, n_tag)
        self.ce, self.bce = nn.CrossEntropyLoss(), nn.BCEWithLogitsLoss()

    def forward(self, **x):
        h = self.enc(**x).last_hidden_state[:, 0]
        return self.intent(h), self.tags(h)

    def loss(self, batch, y_intent, y_tags):
        a, b = self(**batch)
        return self.ce(a, y_intent) + self.bce(b, y_tags.float())

    @torch.no_grad()
    def predict(self, batch):
        self.eval()
        a, b = self(**batch)
        conf, cls = torch.softmax(a, dim=1).max(dim=1)
        return cls, conf, torch.sigmoid(b) > 0.5
