"""Word-level LSTM on Penn Treebank: model, train step, validation.

# bug: NLLLoss is fed the linear layer's output, which was never turned into log-probabilities
"""
import torch
from torch import nn


class WordLSTM(nn.Module):
    def __init__(self, n_words, dim=400, layers=2, drop=0.4):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.rnn = nn.LSTM(dim, dim, layers, dropout=drop, batch_first=True)
        self.drop = nn.Dropout(drop)
        self.out = nn.Linear(dim, n_words)

    def forward(self, x, state=None):
        h, state = self.rnn(self.drop(self.emb(x)), state)
        return self.out(self.drop(h)), state


class Runner:
    def __init__(self, n_words, lr=1e-3):
        self.net = WordLSTM(n_words)
        self.crit = nn.NLLLoss()
        self.opt = torch.optim.Adam(self.net.parameters(), lr=lr)

    def _loss(self, chunk):
        y, _ = self.net(chunk[:, :-1])
        return self.crit(y.flatten(0, 1), chunk[:, 1:].flatten())  # expect: SEQ113

    def step(self, chunk):
        self.net.train()
        self.opt.zero_grad()
        loss = self._loss(chunk)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 0.25)
        self.opt.step()
        return loss.item()

    @torch.no_grad()
    def validate(self, stream, width=70):
        self.net.eval()
        n = (stream.size(1) - 1) // width
        parts = [self._loss(stream[:, i * width : (i + 1) * width + 1]) for i in range(n)]
        return torch.stack(parts).mean().item()
