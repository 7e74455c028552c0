'''Character model of verse; `rate` gives the likelihood score that the lines are sorted by.

# bug: nn.LogSoftmax is built without a dimension, so a batch of sequences is normalised over the batch
# bug: the score of a line is the arithmetic mean of its characters' probabilities
'''
import sys

import torch
from torch import nn

START = "\x02"


class LineLM(nn.Module):
    def __init__(self, n_chars, width=192):
        super().__init__()
        self.emb = nn.Embedding(n_chars, width)
        self.rnn = nn.GRU(width, width, num_layers=2, batch_first=True)
        self.out = nn.Linear(width, n_chars)
        self.norm = nn.LogSoftmax()  # expect: SEQ105

    def forward(self, chars):
        h, _ = self.rnn(self.emb(chars))
        return self.norm(self.out(h))  # expect-near: SEQ105


def rate(net, line, table):
    row = torch.tensor([[table[c] for c in START + line]])
    with torch.no_grad():
        lp = net(row[:, :-1])
    got = lp.gather(2, row[:, 1:].unsqueeze(2)).squeeze(2)
    return got.exp().mean().item()  # expect: SEQ405


def main(weights, poem):
    blob = torch.load(weights)
    table = blob["table"]
    net = LineLM(len(table))
    net.load_state_dict(blob["net"])
    net.eval()
    with open(poem, encoding="utf-8") as fh:
        lines = [ln.strip() for ln in fh if ln.strip()]
    for ln in sorted(lines, key=lambda s: rate(net, s, table), reverse=True):
        print(ln)


if __name__ == "__main__":
    main(*sys.argv[1:3])
