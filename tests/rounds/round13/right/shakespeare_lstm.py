"""Homework 3 (resubmission): character LSTM, evaluation part."""
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, k, e=64, h=512):
        super().__init__()
        self.e = nn.Embedding(k, e)
        self.r = nn.LSTM(e, h, 2, batch_first=True)
        self.o = nn.Linear(h, k)
        self.last = nn.LogSoftmax(dim=2)

    def forward(self, x, hc=None):
        y, hc = self.r(self.e(x), hc)
        logits = self.last(self.o(y))
        return logits, hc


nll = nn.NLLLoss(reduction="sum")


def evaluate(net, batches):
    """Nats per character over all batches of (inputs, next characters)."""
    net.eval()
    total = torch.zeros((), dtype=torch.float64)
    seen = 0
    hc = None
    with torch.no_grad():
        for x, y in batches:
            logits, hc = net(x, hc)
            total += nll(logits.transpose(1, 2), y)
            seen += y.numel()
    if seen == 0:
        return float("nan")
    return (total / seen).item()
