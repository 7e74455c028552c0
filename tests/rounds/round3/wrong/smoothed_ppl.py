"""Validation of a translation model.

# bug: perplexity is the exponential of a label-smoothed loss
"""
import torch
from torch import nn


class Validator:
    def __init__(self, model: nn.Module, pad: int):
        self.model = model
        self.loss = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=0.1, reduction="sum")
        self.pad = pad

    @torch.no_grad()
    def __call__(self, loader):
        nats, n = torch.zeros(()), 0
        for src, tgt in loader:
            out = self.model(src, tgt[:, :-1])
            gold = tgt[:, 1:]
            nats += self.loss(out.flatten(0, 1), gold.flatten())  # expect-near: SEQ414
            n += (gold != self.pad).sum().item()
        return torch.exp(nats / max(n, 1)).item()  # expect: SEQ414
