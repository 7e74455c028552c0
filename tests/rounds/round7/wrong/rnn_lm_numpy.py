"""A character RNN in plain numpy with its perplexity report.

# bug: the log-partition is computed without subtracting the maximum, and a natural-log cross-entropy is raised as a power of two
"""
import numpy as np


class CharRNN:
    def __init__(self, vocab, hidden=128, seed=0):
        g = np.random.default_rng(seed)
        self.Wx = g.normal(0, 0.01, (hidden, vocab))
        self.Wh = g.normal(0, 0.01, (hidden, hidden))
        self.Wy = g.normal(0, 0.01, (vocab, hidden))
        self.bh = np.zeros(hidden)
        self.by = np.zeros(vocab)

    def forward(self, inputs):
        h = np.zeros_like(self.bh)
        for i in inputs:
            h = np.tanh(self.Wx[:, i] + self.Wh @ h + self.bh)
            y = self.Wy @ h + self.by
            yield y - np.log(np.exp(y).sum())  # expect: SEQ601

    def perplexity(self, seq):
        total = 0.0
        for row, nxt in zip(self.forward(seq[:-1]), seq[1:]):
            total -= row[nxt]
        h = total / (len(seq) - 1)
        return 2.0 ** h  # expect: SEQ411


if __name__ == "__main__":
    text = open("input.txt").read()
    chars = sorted(set(text))
    ix = {c: i for i, c in enumerate(chars)}
    net = CharRNN(len(chars))
    print("untrained perplexity", net.perplexity([ix[c] for c in text[:2000]]))
