"""Evaluate the recurrent language model of the Penn Treebank exercise.

# bug: NLLLoss receives the decoder's unnormalised output.
# bug: the chunks' mean losses are averaged without weights although the last chunk is shorter.
"""
import math

import torch
from torch import nn


class RNNLM(nn.Module):
    def __init__(self, n_words, emb=300, hid=650, layers=2):
        super().__init__()
        self.embed = nn.Embedding(n_words, emb)
        self.rnn = nn.LSTM(emb, hid, layers, dropout=0.4)
        self.out = nn.Linear(hid, n_words)

    def forward(self, x, state=None):
        h, state = self.rnn(self.embed(x), state)
        y = self.out(h)
        return y.flatten(0, 1), state


criterion = nn.NLLLoss()


def chunks(stream, bptt):
    for i in range(0, stream.size(0) - 1, bptt):
        n = min(bptt, stream.size(0) - 1 - i)
        yield stream[i:i + n], stream[i + 1:i + 1 + n].reshape(-1)


@torch.no_grad()
def evaluate(model, stream, bptt=70):
    """Mean negative log-likelihood per word of `stream` (time, columns)."""
    model.eval()
    state, acc, n = None, 0.0, 0
    for x, y in chunks(stream, bptt):
        out, state = model(x, state)
        loss = criterion(out, y)  # expect: SEQ113
        acc += loss.item()  # expect-near: SEQ409
        n += 1
    return acc / n  # expect: SEQ409


def report(model, splits):
    for name, stream in splits.items():
        nll = evaluate(model, stream)
        print(f"{name:>6} | nll {nll:6.3f} | ppl {math.exp(min(nll, 50)):9.2f}")
