"""Character language model over syslog lines; improbable lines are sent to the on-call channel.

# bug: nn.Softmax() has no dim, so (batch, time, vocab) scores are normalised over the batch axis; the line's probability is a running product that underflows to 0
"""
import torch
import torch.nn as nn

BOS = 1


class CharModel(nn.Module):
    def __init__(self, n_chars, width=256, depth=2):
        super().__init__()
        self.table = nn.Embedding(n_chars, width)
        self.rnn = nn.LSTM(width, width, num_layers=depth, batch_first=True)
        self.head = nn.Linear(width, n_chars)
        self.activation = nn.Softmax()  # expect: SEQ105

    def forward(self, x):
        h, _ = self.rnn(self.table(x))
        return self.activation(self.head(h))  # expect-near: SEQ105


class LineScorer:
    def __init__(self, net, alphabet):
        self.net = net.eval()
        self.index = {c: i + 2 for i, c in enumerate(alphabet)}

    def encode(self, line):
        return torch.tensor([BOS] + [self.index[c] for c in line if c in self.index])

    @torch.no_grad()
    def probability(self, line):
        codes = self.encode(line)
        table = self.net(codes[:-1].unsqueeze(0))[0]
        p = 1.0
        for pos, c in enumerate(codes[1:].tolist()):
            p *= table[pos, c].item()  # expect: SEQ603
        return p

    def suspicious(self, lines, threshold=1e-60):
        return [l for l in lines if self.probability(l) < threshold]
