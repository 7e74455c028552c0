"""Validation loss and perplexity for the Transformer NMT baseline.

# bug: perplexity is the exponential of a label-smoothed loss
"""
import torch
from torch import nn

PAD = 1


class Validator:
    def __init__(self, model, smoothing=0.1):
        self.model = model
        self.smoothed = nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=smoothing, reduction="sum")

    @torch.no_grad()
    def __call__(self, loader):
        self.model.eval()
        acc, words = 0.0, 0
        for src, tgt in loader:
            inp, gold = tgt[:, :-1], tgt[:, 1:]
            pred = self.model(src, inp)
            acc += self.smoothed(pred.transpose(1, 2), gold).item()
            words += (gold != PAD).sum().item()
        loss = torch.tensor(acc / max(words, 1))
        return {"loss": loss.item(), "ppl": loss.exp().item()}  # expect: SEQ414
