"""Word-level GRU on lyrics; prints the validation perplexity after every epoch.

# bug: NLLLoss gets the linear layer's outputs; and batches of different size enter the corpus mean with equal weight
"""
import numpy as np
import torch
import torch.nn as nn


class Lyricist(nn.Module):
    def __init__(self, n_words, d=256):
        super().__init__()
        self.lookup = nn.Embedding(n_words, d)
        self.gru = nn.GRU(d, d, batch_first=True)
        self.out = nn.Linear(d, n_words)

    def forward(self, x, h=None):
        y, h = self.gru(self.lookup(x), h)
        return self.out(y), h


criterion = nn.NLLLoss()


def chunks(stream, size):
    for k in range(0, len(stream) - 1, size):
        piece = stream[k:k + size + 1]
        yield piece[None, :-1], piece[None, 1:]


def step(net, x, y):
    pred, _ = net(x)
    return criterion(pred.flatten(0, 1), y.flatten())  # expect: SEQ113


@torch.no_grad()
def validate(net, songs, size=64):
    net.eval()
    losses = []
    for song in songs:
        for x, y in chunks(song, size):
            losses.append(step(net, x, y).item())
    net.train()
    return np.exp(np.mean(losses))  # expect: SEQ409


def fit(net, train, valid, epochs=10, lr=2e-3):
    opt = torch.optim.Adam(net.parameters(), lr=lr)
    for ep in range(epochs):
        for song in train:
            for x, y in chunks(song, 64):
                opt.zero_grad()
                step(net, x, y).backward()
                opt.step()
        print(ep, "corpus ppl", validate(net, valid))
