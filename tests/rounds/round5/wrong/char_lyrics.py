"""Character-level lyrics model: log-likelihood of a verse. Context is 1024 characters.

# bug: ids equal to 0 are dropped as padding although 0 is the newline character, and the target ids index the time axis of the log-prob table
"""
import json

import torch
from torch import nn


class Vocabulary:
    """Ids follow the sorted character set of the training text, no reserved entries."""

    def __init__(self, text):
        self.chars = sorted(set(text))
        self.stoi = {c: i for i, c in enumerate(self.chars)}

    def encode(self, s):
        return torch.tensor([self.stoi[c] for c in s])

    def __len__(self):
        return len(self.chars)


class CharNet(nn.Module):
    def __init__(self, n, d=256):
        super().__init__()
        self.emb = nn.Embedding(n, d)
        self.rnn = nn.GRU(d, d, num_layers=2, batch_first=True)
        self.out = nn.Linear(d, n)

    def forward(self, x):
        return self.out(self.rnn(self.emb(x))[0])


class VerseScorer:
    def __init__(self, net, vocab):
        self.net, self.vocab = net.eval(), vocab

    @torch.no_grad()
    def __call__(self, padded):
        ids = padded[padded != 0]  # expect: SEQ317
        table = self.net(ids[None, :-1]).log_softmax(-1).squeeze(0)
        return table[ids[1:]].sum().item()  # expect: SEQ205


def load(path):
    vocab = Vocabulary(json.load(open(f"{path}/corpus.json"))["text"])
    net = CharNet(len(vocab))
    net.load_state_dict(torch.load(f"{path}/net.pt"))
    return VerseScorer(net, vocab)
