"""Recurrent LM whose head already ends in LogSoftmax, as in the old word_language_model example."""
import math

import torch
from torch import nn


class Elman(nn.Module):
    def __init__(self, ntoken, d=128):
        super().__init__()
        self.enc = nn.Embedding(ntoken, d)
        self.rnn = nn.RNN(d, d, batch_first=True)
        self.head = nn.Sequential(nn.Linear(d, ntoken), nn.LogSoftmax(dim=-1))

    def forward(self, x):
        h, _ = self.rnn(self.enc(x))
        return self.head(h)


criterion = nn.NLLLoss(reduction="sum")


@torch.no_grad()
def evaluate(model, blocks):
    """blocks: iterable of (B, T+1) id tensors without padding."""
    model.eval()
    total, n = 0.0, 0
    for b in blocks:
        logits = model(b[:, :-1])
        total += criterion(logits.flatten(0, 1), b[:, 1:].flatten()).item()
        n += b[:, 1:].numel()
    mean = total / max(n, 1)
    return mean, math.exp(mean) if mean < 50 else math.inf
