"""Word-level LSTM language model, evaluation part.

# bug: NLLLoss gets the decoder's raw logits instead of log-probabilities.
"""
import torch
import torch.nn as nn


class WordLSTM(nn.Module):
    def __init__(self, n_words, width=650, depth=2):
        super().__init__()
        self.lookup = nn.Embedding(n_words, width)
        self.core = nn.LSTM(width, width, depth)
        self.decoder = nn.Linear(width, n_words)
        self.n_words = n_words

    def forward(self, x, state=None):
        h, state = self.core(self.lookup(x), state)
        return self.decoder(h).view(-1, self.n_words), state


def get_chunk(stream, i, bptt):
    n = min(bptt, stream.size(0) - 1 - i)
    return stream[i:i + n], stream[i + 1:i + 1 + n].reshape(-1)


criterion = nn.NLLLoss(reduction="sum")


def evaluate(net, stream, bptt=35):
    net.eval()
    total, words, state = 0.0, 0, None
    with torch.no_grad():
        for i in range(0, stream.size(0) - 1, bptt):
            x, y = get_chunk(stream, i, bptt)
            out, state = net(x, state)
            total += criterion(out, y).item()  # expect: SEQ113
            words += y.numel()
    return total / max(words, 1)


def report(net, stream, tag):
    nll = evaluate(net, stream)
    print("| {} | loss {:5.2f} | ppl {:8.2f}".format(tag, nll, torch.tensor(nll).exp().item()))
