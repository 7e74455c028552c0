"""Word-level LSTM language model.
# bug: NLLLoss is fed the linear layer's outputs.
"""
import torch
from torch import nn


class WordLM(nn.Module):
    def __init__(self, n_words, dim):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.lstm = nn.LSTM(dim, dim, num_layers=2, batch_first=True)
        self.proj = nn.Linear(dim, n_words)
        self.criterion = nn.NLLLoss()

    def forward(self, x):
        h, _ = self.lstm(self.emb(x))
        return self.proj(h)

    def training_step(self, batch):
        x, y = batch
        out = self(x)
        return self.criterion(out.flatten(0, 1), y.flatten())  # expect: SEQ113


@torch.no_grad()
def held_out(model, loader):
    return [model.training_step(b).item() for b in loader]
