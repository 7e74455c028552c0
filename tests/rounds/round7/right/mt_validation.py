"""Training criterion with label smoothing, perplexity from the plain NLL."""
import torch
from torch import nn
import torch.nn.functional as F


class Meter:
    def __init__(self, pad, smoothing=0.1):
        self.pad = pad
        self.train_criterion = nn.CrossEntropyLoss(ignore_index=pad, label_smoothing=smoothing)
        self.reset()

    def reset(self):
        self.nll, self.n = 0.0, 0

    def train_loss(self, out, gold):
        return self.train_criterion(out.flatten(0, 1), gold.flatten())

    @torch.no_grad()
    def update(self, out, gold):
        self.nll += F.cross_entropy(
            out.flatten(0, 1).float(), gold.flatten(), ignore_index=self.pad, reduction="sum"
        ).item()
        self.n += int((gold != self.pad).sum())

    def perplexity(self):
        return torch.tensor(self.nll / max(self.n, 1)).exp().item()


def validate(model, loader, meter):
    model.eval()
    meter.reset()
    with torch.no_grad():
        for src, tgt in loader:
            meter.update(model(src, tgt[:, :-1]), tgt[:, 1:])
    return meter.perplexity()
