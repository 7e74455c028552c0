"""Character LSTM whose forward pass ends in log_softmax; bits per character with NLLLoss."""
import math

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, alphabet, width=200):
        super().__init__()
        self.look = nn.Embedding(alphabet, width)
        self.mem = nn.LSTM(width, width, batch_first=True)
        self.lin = nn.Linear(width, alphabet)
        self.norm = nn.LogSoftmax(dim=-1)

    def forward(self, x):
        h, _ = self.mem(self.look(x))
        return self.norm(self.lin(h))


@torch.no_grad()
def bits_per_char(net, batches, pad):
    net.eval()
    loss = nn.NLLLoss(ignore_index=pad, reduction="sum")
    total, n = 0.0, 0
    for b in batches:
        logits = net(b[:, :-1])
        want = b[:, 1:]
        total += loss(logits.transpose(1, 2), want).item()
        n += int((want != pad).sum())
    return total / (n * math.log(2)) if n else float("nan")
