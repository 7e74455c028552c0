"""REINFORCE on a toy text game (ported from an old tutorial).

# bug: softmax and LogSoftmax are called without an axis.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Speaker(nn.Module):
    def __init__(self, vocab, hid):
        super().__init__()
        self.embed = nn.Embedding(vocab, hid)
        self.core = nn.LSTM(hid, hid, batch_first=True)
        self.readout = nn.Linear(hid, vocab)
        self.lsm = nn.LogSoftmax()  # expect: SEQ105

    def forward(self, tokens):
        seq, _ = self.core(self.embed(tokens))
        return self.readout(seq)

    def logp(self, tokens):
        return self.lsm(self(tokens))  # expect-near: SEQ105|SEQ104


def sample_next(net, prefix):
    last = net(prefix)[:, -1, :]
    dist = F.softmax(last)  # expect: SEQ105
    return torch.multinomial(dist, num_samples=1)


def rollout(net, start, steps):
    seq = start
    for _ in range(steps):
        seq = torch.cat([seq, sample_next(net, seq)], dim=1)
    return seq
