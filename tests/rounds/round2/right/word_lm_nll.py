"""A word model that ends in log_softmax, with NLLLoss; the variable is called logits by habit."""
import torch
from torch import nn


class WordModel(nn.Module):
    def __init__(self, n_words, dim=128):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.rnn = nn.LSTM(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, n_words)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return torch.log_softmax(self.out(h), dim=-1)


class Trainer:
    def __init__(self, n_words):
        self.net = WordModel(n_words)
        self.criterion = nn.NLLLoss()
        self.opt = torch.optim.SGD(self.net.parameters(), lr=1.0)

    def step(self, chunk):
        logits = self.net(chunk[:, :-1])
        loss = self.criterion(logits.flatten(0, 1), chunk[:, 1:].flatten())
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        return loss.item()
