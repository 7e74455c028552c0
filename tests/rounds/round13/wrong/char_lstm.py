"""Homework 3: character LSTM on Shakespeare.

# bug: NLLLoss gets softmax probabilities instead of log-probabilities, and the running total is divided on every batch
"""
import torch
import torch.nn as nn


class CharLSTM(nn.Module):
    def __init__(self, n_chars, emb=64, hid=512):
        super().__init__()
        self.emb = nn.Embedding(n_chars, emb)
        self.rnn = nn.LSTM(emb, hid, num_layers=2, batch_first=True)
        self.head = nn.Linear(hid, n_chars)

    def forward(self, x, state=None):
        h, state = self.rnn(self.emb(x), state)
        return self.head(h).softmax(-1), state


criterion = nn.NLLLoss(reduction="sum")


def chunks(data, batch, length):
    n = (len(data) - 1) // (batch * length)
    xs = data[: n * batch * length].view(batch, -1)
    ys = data[1: n * batch * length + 1].view(batch, -1)
    for i in range(0, xs.size(1), length):
        yield xs[:, i:i + length], ys[:, i:i + length]


@torch.no_grad()
def validation_loss(net, data, batch=32, length=128):
    """Mean loss per character."""
    net.eval()
    total, seen, state = 0.0, 0, None
    for x, y in chunks(data, batch, length):
        out, state = net(x, state)
        total += criterion(out.reshape(-1, out.size(-1)), y.reshape(-1)).item()  # expect: SEQ113
        seen += y.numel()
        total = total / seen  # expect: SEQ417
    return total
