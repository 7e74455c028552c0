"""tiny char LM: train on a text file, print dev perplexity every epoch

# bug: NLLLoss is applied to the output of a linear layer that was never log-softmaxed.
"""
import sys

import torch
from torch import nn

t = open(sys.argv[1]).read()
C = sorted(set(t))
S = {c: i for i, c in enumerate(C)}
d = torch.tensor([S[c] for c in t])
n = int(0.9 * len(d)) // 64 * 64
a, b = d[:n].view(-1, 64), d[n:]
b = b[: len(b) // 64 * 64].view(-1, 64)


class M(nn.Module):
    def __init__(s, v, h=128):
        super().__init__()
        s.e = nn.Embedding(v, h)
        s.r = nn.GRU(h, h, batch_first=True)
        s.o = nn.Linear(h, v)

    def forward(s, x):
        return s.o(s.r(s.e(x))[0])


m = M(len(C))
o = torch.optim.Adam(m.parameters(), 2e-3)
L = nn.NLLLoss()


def f(x):
    return L(m(x[:, :-1]).flatten(0, 1), x[:, 1:].flatten())  # expect: SEQ113


for k in range(10):
    for i in range(0, len(a), 32):
        o.zero_grad()
        f(a[i : i + 32]).backward()
        o.step()
    with torch.no_grad():
        print(k, f(b).exp().item())
