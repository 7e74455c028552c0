"""Recurrent string model with a log-probability for each finished string."""
import torch
from torch import nn


class StringModel(nn.Module):
    def __init__(self, alphabet: int, hidden: int = 128):
        super().__init__()
        self.table = nn.Embedding(alphabet, hidden)
        self.cell = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, alphabet)
        self.softmax = nn.LogSoftmax(dim=2)

    def forward(self, x):
        return self.softmax(self.out(self.cell(self.table(x))[0]))

    @torch.no_grad()
    def logprob(self, x, lengths):
        """(B,) log p; x starts with <s>, lengths includes it."""
        d = self(x[:, :-1])
        nxt = x[:, 1:]
        step = d.gather(2, nxt.unsqueeze(2)).squeeze(2)
        live = torch.arange(nxt.size(1), device=x.device) < (lengths[:, None] - 1)
        return torch.where(live, step, 0.0).sum(1)
