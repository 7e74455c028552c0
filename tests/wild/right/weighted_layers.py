"""Sequence classification over a weighted sum of hidden layers.

Right: the softmaxed weights pool layers; what reaches the loss is a classifier's output again.
"""
import torch
from torch import nn


class Classifier(nn.Module):
    def forward(self, hidden, labels):
        weights = nn.functional.softmax(self.layer_weights, dim=-1)
        pooled = (torch.stack(hidden, dim=1) * weights.view(-1, 1, 1)).sum(dim=1).mean(dim=1)
        logits = self.classifier(self.projector(pooled))
        return nn.CrossEntropyLoss()(logits.view(-1, self.n_labels), labels.view(-1))
