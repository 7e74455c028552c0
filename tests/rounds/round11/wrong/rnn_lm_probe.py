"""Agreement probe for an LSTM language model (Linzen-style minimal pairs).

# bug: softmax is called without an axis on a (time, batch, vocab) tensor, and its log is taken afterwards
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class WordLSTM(nn.Module):
    def __init__(self, n_words, dim=650):
        super().__init__()
        self.emb = nn.Embedding(n_words, dim)
        self.rnn = nn.LSTM(dim, dim, 2)
        self.out = nn.Linear(dim, n_words)

    def forward(self, x, state=None):
        h, state = self.rnn(self.emb(x), state)
        return self.out(h), state


@torch.no_grad()
def sentence_logprob(net, words):
    """words: (T, 1) with the start symbol first; log p(words[1:] | words[0])."""
    net.eval()
    decoded, _ = net(words[:-1])
    table = torch.log(F.softmax(decoded))  # expect: SEQ105|SEQ602
    return table.gather(2, words[1:].unsqueeze(2)).sum().item()


def accuracy(net, pairs):
    good = 0
    for ok, bad in pairs:
        good += sentence_logprob(net, ok) > sentence_logprob(net, bad)
    return good / max(1, len(pairs))
