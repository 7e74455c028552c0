"""Sequence log-probability of an LSTM decoder with a reserved <pad> entry."""
import torch
import torch.nn as nn
import torch.nn.functional as F

PAD = 0


class Dec(nn.Module):
    def __init__(self, n, d=128):
        super().__init__()
        self.e = nn.Embedding(n, d, padding_idx=PAD)
        self.r = nn.LSTM(d, d, batch_first=True)
        self.o = nn.Linear(d, n)

    def forward(self, y, s=None):
        return self.o(self.r(self.e(y), s)[0])


@torch.no_grad()
def seq_lp(dec, y, s=None):
    dec.eval()
    z = dec(y[:, :-1], s)
    n = z.size(-1)
    nll = F.cross_entropy(z.reshape(-1, n), y[:, 1:].reshape(-1), ignore_index=PAD, reduction="none")
    return -nll.view(y.size(0), -1).sum(1)
