"""Character LSTM from the text-generation unit, and its evaluation in bits per character.

# bug: NLLLoss receives the linear layer's output, which is logits and not log-probabilities
"""
import math

import torch
from torch import nn


class CharNet(nn.Module):
    def __init__(self, n_chars, hidden=256):
        super().__init__()
        self.emb = nn.Embedding(n_chars, 64)
        self.rnn = nn.LSTM(64, hidden, num_layers=2, batch_first=True, dropout=0.1)
        self.out = nn.Linear(hidden, n_chars)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)  # expect-near: SEQ113


class Evaluator:
    def __init__(self, net, pad):
        self.net = net
        self.crit = nn.NLLLoss(reduction="sum", ignore_index=pad)
        self.pad = pad

    @torch.no_grad()
    def bpc(self, loader):
        self.net.eval()
        nats = chars = 0
        for x in loader:
            inp, tgt = x[:, :-1], x[:, 1:]
            pred = self.net(inp)
            nats += self.crit(pred.reshape(-1, pred.size(-1)), tgt.reshape(-1)).item()  # expect: SEQ113
            chars += (tgt != self.pad).sum().item()
        return nats / math.log(2) / max(chars, 1)
