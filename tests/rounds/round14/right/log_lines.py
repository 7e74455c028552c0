"""Unusual log lines by character-level likelihood, in log space all the way."""
import torch
from torch import nn

START = 1


class Chars(nn.Module):
    def __init__(self, size, dim=128):
        super().__init__()
        self.emb = nn.Embedding(size, dim)
        self.gru = nn.GRU(dim, dim, batch_first=True)
        self.proj = nn.Linear(dim, size)

    def forward(self, x):
        out, _ = self.gru(self.emb(x))
        return torch.log_softmax(self.proj(out), dim=-1)


def line_logprob(net, codes):
    """codes: 1-D tensor that begins with START."""
    with torch.no_grad():
        table = net(codes[:-1][None])[0]
    total = 0.0
    for pos, c in enumerate(codes[1:].tolist()):
        total += table[pos, c].item()
    return total


def flag(net, lines, alphabet, cut=-140.0):
    net.eval()
    idx = {c: i for i, c in enumerate(alphabet, start=2)}
    hits = []
    for line in lines:
        codes = torch.tensor([START] + [idx[c] for c in line if c in idx])
        if len(codes) < 2:
            continue
        lp = line_logprob(net, codes)
        if lp < cut:
            hits.append((lp, line))
    return sorted(hits)
