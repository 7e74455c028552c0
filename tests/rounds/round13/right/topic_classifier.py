"""Evaluation of a topic classifier and of a multi-label tagger on the same encoder."""
import numpy as np
import torch
from torch import nn
from transformers import AutoModelForSequenceClassification


class Head(nn.Module):
    def __init__(self, dim, n):
        super().__init__()
        self.fc = nn.Linear(dim, n)

    def forward(self, pooled):
        return nn.functional.log_softmax(self.fc(pooled), dim=1)


def calibration_table(conf, hit, bins=10):
    """Rows (mean confidence, accuracy, count); confidences are rounded for display only."""
    edge = np.clip((conf * bins).astype(int), 0, bins - 1)
    return [(round(float(conf[edge == b].mean()), 3), float(hit[edge == b].mean()), int((edge == b).sum()))
            for b in range(bins) if (edge == b).any()]


@torch.no_grad()
def evaluate(repo, loader, temperature=1.0):
    net = AutoModelForSequenceClassification.from_pretrained(repo).eval()
    conf, hit = [], []
    for enc, y in loader:
        z = net(**enc).logits
        p = torch.softmax(z / temperature, dim=1)
        top, k = p.max(dim=1)
        conf.append(top.numpy())
        hit.append((k == y).numpy())
    return calibration_table(np.concatenate(conf), np.concatenate(hit))


def head_loss(head, pooled, y):
    return nn.NLLLoss()(head(pooled), y)


def tags(logits, names, cut=0.5):
    return [[n for n, v in zip(names, row) if v > cut] for row in torch.sigmoid(logits).tolist()]
