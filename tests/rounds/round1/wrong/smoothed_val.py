"""Evaluation part of a translation trainer.

# bug: perplexity is the exponential of the label-smoothed loss.
"""
import torch
from torch import nn


class Trainer:
    def __init__(self, model, pad_id, smoothing=0.1):
        self.model = model
        self.criterion = nn.CrossEntropyLoss(
            ignore_index=pad_id, label_smoothing=smoothing, reduction="sum")
        self.pad_id = pad_id

    @torch.no_grad()
    def evaluate(self, loader):
        self.model.eval()
        total, n = 0.0, 0
        for src, tgt in loader:
            out = self.model(src, tgt[:, :-1])
            gold = tgt[:, 1:]
            total += self.criterion(out.transpose(1, 2), gold).item()
            n += gold.ne(self.pad_id).sum().item()
        loss = torch.tensor(total / max(n, 1))
        return {"loss": loss.item(), "perplexity": loss.exp().item()}  # expect: SEQ414
