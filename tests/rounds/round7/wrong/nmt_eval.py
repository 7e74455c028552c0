"""Validation of the translation model: reports loss and perplexity.

# bug: the reported perplexity is the exponential of a label-smoothed loss
"""
import torch
from torch import nn


class Validator:
    def __init__(self, model, loader, pad, smoothing=0.1):
        self.model = model
        self.loader = loader
        self.pad = pad
        self.criterion = nn.CrossEntropyLoss(
            ignore_index=pad, label_smoothing=smoothing, reduction="sum"
        )

    @torch.no_grad()
    def __call__(self):
        self.model.eval()
        total, count = torch.zeros(()), 0
        for src, tgt in self.loader:
            out = self.model(src, tgt[:, :-1])
            gold = tgt[:, 1:]
            total += self.criterion(out.reshape(-1, out.size(-1)), gold.reshape(-1)).cpu()
            count += int((gold != self.pad).sum())
        loss = total / count
        return {"valid/loss": loss.item(), "valid/ppl": torch.exp(loss).item()}  # expect: SEQ414
