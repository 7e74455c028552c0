"""Additive attention and the attention entropy plot."""
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import torch
from torch import nn


class AdditiveAttention(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.q = nn.Linear(d, d)
        self.k = nn.Linear(d, d)
        self.v = nn.Linear(d, 1)

    def forward(self, query, memory, pad):
        e = self.v(torch.tanh(self.q(query)[:, None] + self.k(memory))).squeeze(-1)
        e = e.masked_fill(pad, float("-inf"))
        w = e.softmax(dim=1)
        return torch.einsum("bt,btd->bd", w, memory), w


def entropy(w):
    return torch.special.entr(w).sum(1)


def draw(w, path):
    plt.imshow(w.detach().numpy(), aspect="auto")
    plt.xlabel("memory step")
    plt.savefig(path)


if __name__ == "__main__":
    att = AdditiveAttention(8)
    pad = torch.zeros(2, 5, dtype=torch.bool)
    pad[1, 3:] = True
    _, w = att(torch.randn(2, 8), torch.randn(2, 5, 8), pad)
    print(entropy(w))
