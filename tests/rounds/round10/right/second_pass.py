"""Second pass over ASR n-best lists."""
import torch
import torch.nn as nn


class RNNLM(nn.Module):
    def __init__(self, n_units, dim=640):
        super().__init__()
        self.embed = nn.Embedding(n_units, dim, padding_idx=0)
        self.rnn = nn.LSTM(dim, dim, 2, batch_first=True)
        self.proj = nn.Linear(dim, n_units)
        self.norm = nn.LogSoftmax(dim=-1)

    def forward(self, y):
        h, _ = self.rnn(self.embed(y))
        return self.norm(self.proj(h))


def combine(rnnlm, hyps, lengths, am_scores, lam=0.4):
    """hyps (N, U): <sos> w1 .. wn <eos>, filled with 0, which no real unit uses."""
    rnnlm.eval()
    with torch.no_grad():
        out = rnnlm(hyps[:, :-1])
    lm = torch.zeros(len(hyps))
    for n, (row, length) in enumerate(zip(hyps, lengths.tolist())):
        for u in range(1, length):
            lm[n] += out[n, u - 1, row[u]]
    return am_scores + lam * lm
