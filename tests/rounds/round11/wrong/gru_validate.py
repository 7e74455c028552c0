"""Validation pass of the GRU lyrics model.

# bug: NLLLoss receives the decoder's raw scores, and math.exp of a whole song's loss overflows
"""
import math

import torch
from torch import nn


class LyricsNet(nn.Module):
    def __init__(self, v, d):
        super().__init__()
        self.e = nn.Embedding(v, d)
        self.g = nn.GRU(d, d, batch_first=True)
        self.proj = nn.Linear(d, v)

    def forward(self, x):
        h, _ = self.g(self.e(x))
        return self.proj(h)


criterion = nn.NLLLoss(reduction="sum")


def song_loss(net, song):
    x, y = song[:, :-1], song[:, 1:]
    y_hat = net(x)
    return criterion(y_hat.flatten(0, 1), y.flatten()).item()  # expect: SEQ113


def rarity(song_nll):
    """1 / p(song), used to order the songs in the report."""
    return math.exp(song_nll)  # expect: SEQ609


@torch.no_grad()
def validate(net, songs):
    net.eval()
    report = []
    for name, song in songs:
        report.append((rarity(song_loss(net, song)), name))
    return sorted(report)
