"""Evaluate a word-level LM whose forward returns log-probabilities (kept under its old name)."""
import math

import torch
from torch import nn


class WordLM(nn.Module):
    def __init__(self, n, d=200):
        super().__init__()
        self.embed, self.gru, self.out = nn.Embedding(n, d), nn.GRU(d, d, batch_first=True), nn.Linear(d, n)
        self.lsm = nn.LogSoftmax(dim=-1)

    def forward(self, x):
        return self.lsm(self.out(self.gru(self.embed(x))[0]))


def evaluate(net, batches):
    crit = nn.NLLLoss(reduction="sum")
    net.eval()
    nats, n = 0.0, 0
    with torch.no_grad():
        for x, nxt in batches:  # nxt holds the following words
            logits = net(x)
            nats += crit(logits.flatten(0, 1), nxt.flatten()).item()
            n += nxt.numel()
    mean = nats / max(n, 1)
    return math.exp(mean) if mean < 700 else math.inf
