"""Old word-level LSTM from my first year, kept alive for the acceptability paper.

# bug: the criterion wants log-probabilities and gets the decoder's output as it is; besides, the
corpus figure is the plain average over batches of very different size
"""
import torch
import torch.nn as nn


class WordLM(nn.Module):
    def __init__(self, v, e=200, h=400):
        super().__init__()
        self.emb = nn.Embedding(v, e, padding_idx=0)
        self.rnn = nn.LSTM(e, h, batch_first=True)
        self.dec = nn.Linear(h, v)

    def forward(self, w):
        o, _ = self.rnn(self.emb(w))
        return self.dec(o)


crit = nn.NLLLoss(ignore_index=0)


def evaluate(net, loader, dev="cpu"):
    """Held-out NLL per word."""
    net.eval()
    L = []
    with torch.no_grad():
        for w in loader:
            w = w.to(dev)
            z = net(w[:, :-1])
            t = w[:, 1:]
            L.append(crit(z.flatten(0, 1), t.flatten()).item())  # expect: SEQ113
    return sum(L) / len(L)  # expect: SEQ409


def buckets(sents, size=64):
    sents = sorted(sents, key=len)
    for i in range(0, len(sents), size):
        part = sents[i : i + size]
        m = max(map(len, part))
        yield torch.tensor([s + [0] * (m - len(s)) for s in part])
