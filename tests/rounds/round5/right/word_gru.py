"""Mean log-probability per character under a recurrent model."""
import torch
from torch import nn


class WordGRU(nn.Module):
    def __init__(self, alphabet, hidden=96):
        super().__init__()
        self.ix = {c: i for i, c in enumerate("^" + alphabet)}
        self.emb = nn.Embedding(len(self.ix), hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, len(self.ix))
        self.lsm = nn.LogSoftmax(dim=-1)

    @torch.no_grad()
    def char_logprob(self, word):
        ids = torch.tensor([0] + [self.ix[c] for c in word])
        if len(ids) < 2:
            raise ValueError("empty word")
        h, _ = self.gru(self.emb(ids[None, :-1]))
        lp = self.lsm(self.out(h))[0]
        acc = 0.0
        for k, target in enumerate(ids[1:].tolist()):
            acc += lp[k, target].item()
        return acc / (len(ids) - 1)
