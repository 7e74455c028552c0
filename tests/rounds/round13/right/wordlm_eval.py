"""Word-level perplexity of an LSTM language model."""
import math

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, vocab, size=512):
        super().__init__()
        self.table = nn.Embedding(vocab, size)
        self.lstm = nn.LSTM(size, size, batch_first=True)
        self.proj = nn.Linear(size, vocab)

    def forward(self, x, hc=None):
        h, hc = self.lstm(self.table(x), hc)
        return F.log_softmax(self.proj(h), dim=-1), hc


nll = nn.NLLLoss(reduction="mean")


@torch.no_grad()
def perplexity(net, data, span=35):
    """data: (rows, time) ids; the last span may be shorter."""
    net.eval()
    hc, total, count = None, 0.0, 0
    last = data.size(1) - 1
    for lo in range(0, last, span):
        hi = min(lo + span, last)
        y = data[:, lo + 1:hi + 1]
        logits, hc = net(data[:, lo:hi], hc)
        loss = nll(logits.reshape(-1, logits.size(-1)), y.reshape(-1))
        total += loss.item() * y.numel()
        count += y.numel()
    mean = total / count
    return math.exp(mean) if mean < 700 else math.inf
