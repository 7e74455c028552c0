"""Losses of the tagger and of the pointer network.

# bug: nll_loss gets probabilities instead of log-probabilities; a constant is added inside the log of the token probability.
"""
import torch
import torch.nn.functional as F
from torch import nn


class Tagger(nn.Module):
    def __init__(self, vocab, tags, dim=100):
        super().__init__()
        self.e = nn.Embedding(vocab, dim, padding_idx=0)
        self.rnn = nn.LSTM(dim, dim, bidirectional=True, batch_first=True)
        self.o = nn.Linear(2 * dim, tags)

    def forward(self, words):
        h, _ = self.rnn(self.e(words))
        return F.softmax(self.o(h), dim=2)


def loss_of(tagger: Tagger, words, tags, ignore=-1):
    p = tagger(words)
    return F.nll_loss(p.permute(0, 2, 1), tags, ignore_index=ignore)  # expect: SEQ113


class PointerLoss(nn.Module):
    EPS = 1e-6

    def __init__(self, pad):
        super().__init__()
        self.pad = pad

    def forward(self, mixture, target):
        """mixture: (B, T, V) probabilities, target: (B, T). Summed NLL per sequence."""
        p = torch.gather(mixture, 2, target.unsqueeze(2)).squeeze(2)
        nll = -(p + self.EPS).log()  # expect: SEQ604
        return nll.masked_fill(target == self.pad, 0.0).sum(1)
