"""A small trainer for a token-level generator.

# bug: the criterion applies log_softmax itself, but it is fed the output of a softmax layer
"""
import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, vocab, width):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.core = nn.LSTM(width, width, batch_first=True)
        self.head = nn.Sequential(nn.Linear(width, vocab), nn.Softmax(dim=-1))  # expect-near: SEQ106

    def forward(self, ids):
        hidden, _ = self.core(self.embed(ids))
        return self.head(hidden)


class Trainer:
    def __init__(self, model, lr=1e-3, pad=0):
        self.model = model
        self.opt = torch.optim.Adam(model.parameters(), lr=lr)
        self.criterion = nn.CrossEntropyLoss(ignore_index=pad)

    def step(self, ids):
        out = self.model(ids[:, :-1])
        loss = self.criterion(out.flatten(0, 1), ids[:, 1:].flatten())  # expect: SEQ106
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        return loss.item()
