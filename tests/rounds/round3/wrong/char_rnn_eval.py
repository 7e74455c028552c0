"""Evaluate a character RNN.

# bug: log_softmax and softmax leave the axis to the implicit rule
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class CharRNN(nn.Module):
    def __init__(self, n_chars, hidden=128):
        super().__init__()
        self.emb = nn.Embedding(n_chars, hidden)
        self.rnn = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, n_chars)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        return self.out(h)


def evaluate(net, text_ids):
    """Mean negative log-probability per character; text_ids is (1, n)."""
    net.eval()
    with torch.no_grad():
        lp = F.log_softmax(net(text_ids[:, :-1]))  # expect: SEQ105
    got = lp.gather(-1, text_ids[:, 1:, None]).squeeze(-1)
    return -got.mean().item()


def next_char_distribution(net, prefix):
    with torch.no_grad():
        return F.softmax(net(prefix)[0, -1])  # expect: SEQ105
