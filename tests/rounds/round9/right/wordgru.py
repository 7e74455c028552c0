"""tiny word LM; dev ppl after every epoch"""
import sys

import torch
from torch import nn

w = open(sys.argv[1]).read().split()
C = sorted(set(w))
S = {c: i for i, c in enumerate(C)}
d = torch.tensor([S[c] for c in w])
n = int(0.9 * len(d)) // 32 * 32
a, b = d[:n].view(-1, 32), d[n:]
b = b[: len(b) // 32 * 32].view(-1, 32)


class M(nn.Module):
    def __init__(s, v, h=96):
        super().__init__()
        s.e = nn.Embedding(v, h)
        s.r = nn.GRU(h, h, batch_first=True)
        s.o = nn.Sequential(nn.Linear(h, v), nn.LogSoftmax(dim=-1))

    def forward(s, x):
        return s.o(s.r(s.e(x))[0])


m = M(len(C))
o = torch.optim.Adam(m.parameters(), 2e-3)
L = nn.NLLLoss()


def f(x):
    logits = m(x[:, :-1])
    return L(logits.flatten(0, 1), x[:, 1:].flatten())


for k in range(10):
    for i in range(0, len(a), 16):
        o.zero_grad()
        f(a[i : i + 16]).backward()
        o.step()
    with torch.no_grad():
        print(k, f(b).exp().item())
