"""WikiText-2 LSTM, after the old word_language_model example; fixed bptt, no padding.

# bug: the criterion is NLLLoss but the decoder returns plain scores.
"""
import math

import torch
from torch import nn


class RNNModel(nn.Module):
    def __init__(self, ntoken, ninp=200, nhid=200, nlayers=2, dropout=0.2):
        super().__init__()
        self.ntoken = ntoken
        self.drop = nn.Dropout(dropout)
        self.encoder = nn.Embedding(ntoken, ninp)
        self.rnn = nn.LSTM(ninp, nhid, nlayers, dropout=dropout)
        self.decoder = nn.Linear(nhid, ntoken)

    def forward(self, x, hidden=None):
        out, hidden = self.rnn(self.drop(self.encoder(x)), hidden)
        return self.decoder(self.drop(out)).view(-1, self.ntoken), hidden


criterion = nn.NLLLoss()


def get_batch(source, i, bptt=35):
    n = min(bptt, len(source) - 1 - i)
    return source[i : i + n], source[i + 1 : i + 1 + n].reshape(-1)


def evaluate(model, source, bptt=35):
    model.eval()
    total, hidden = 0.0, None
    with torch.no_grad():
        for i in range(0, source.size(0) - 1, bptt):
            x, y = get_batch(source, i, bptt)
            out, hidden = model(x, hidden)
            total += len(x) * criterion(out, y).item()  # expect: SEQ113
    return total / (len(source) - 1)


def report(epoch, val):
    ppl = math.exp(val) if val < 700 else float("inf")
    print(f"| end of epoch {epoch:3d} | valid loss {val:5.2f} | valid ppl {ppl:8.2f}")
