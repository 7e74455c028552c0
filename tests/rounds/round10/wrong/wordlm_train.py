"""Word-level GRU language model on a small corpus, after an old tutorial.

# bug: NLLLoss receives the linear layer's raw logits.
"""
import math

import torch
from torch import nn


class WordLM(nn.Module):
    def __init__(self, n_words, width=200):
        super().__init__()
        self.embed = nn.Embedding(n_words, width)
        self.gru = nn.GRU(width, width, batch_first=True)
        self.out = nn.Linear(width, n_words)

    def forward(self, x, h=None):
        y, h = self.gru(self.embed(x), h)
        return self.out(y), h


criterion = nn.NLLLoss()


def batches(stream, bsz, bptt):
    n = stream.numel() // bsz * bsz
    data = stream[:n].view(bsz, -1)
    for i in range(0, data.size(1) - 1, bptt):
        length = min(bptt, data.size(1) - 1 - i)
        yield data[:, i:i + length], data[:, i + 1:i + 1 + length]


def evaluate(net, stream, bsz=10, bptt=35):
    net.eval()
    total, count, h = 0.0, 0, None
    with torch.no_grad():
        for x, y in batches(stream, bsz, bptt):
            pred, h = net(x, h)
            loss = criterion(pred.reshape(-1, pred.size(-1)), y.reshape(-1))  # expect: SEQ113
            total += loss.item() * y.numel()
            count += y.numel()
    mean = total / count
    return mean, math.exp(mean) if mean < 50 else float("inf")
