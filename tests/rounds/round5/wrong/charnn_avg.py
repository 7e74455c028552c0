"""Average log-probability per character under a tiny recurrent model (for spotting keyboard mashing).

# bug: the logarithm is taken of a softmax; the running total is divided on each step of the loop
"""
import string

import torch
from torch import nn

ALPHA = "^" + string.ascii_lowercase + " .,'"
INDEX = {c: i for i, c in enumerate(ALPHA)}


class CharRNN(nn.Module):
    def __init__(self, hidden=128):
        super().__init__()
        self.table = nn.Embedding(len(ALPHA), hidden)
        self.cell = nn.GRUCell(hidden, hidden)
        self.head = nn.Linear(hidden, len(ALPHA))
        self.hidden = hidden

    @torch.no_grad()
    def average(self, word):
        path = [INDEX["^"]] + [INDEX[c] for c in word.lower() if c in INDEX]
        h = torch.zeros(1, self.hidden)
        acc = 0.0
        for k, (cur, nxt) in enumerate(zip(path, path[1:]), start=1):
            h = self.cell(self.table(torch.tensor([cur])), h)
            lp = torch.log(torch.softmax(self.head(h)[0], dim=-1))  # expect: SEQ602
            acc = (acc + lp[nxt].item()) / k  # expect: SEQ417
        return acc


def is_mashing(model, word, limit=-4.5):
    return len(word) > 5 and model.average(word) < limit
