"""Char RNN in numpy; perplexity from base-2 cross-entropy."""
import numpy as np


def log_probs(y):
    y = y - y.max()
    return y - np.log(np.exp(y).sum())


class Rnn:
    def __init__(self, v, h=64, seed=1):
        g = np.random.default_rng(seed)
        self.a = g.normal(0, 0.1, (h, v))
        self.b = g.normal(0, 0.1, (h, h))
        self.c = g.normal(0, 0.1, (v, h))

    def bits(self, seq):
        """Cross-entropy in bits per predicted character."""
        s, total = np.zeros(len(self.b)), 0.0
        for cur, nxt in zip(seq[:-1], seq[1:]):
            s = np.tanh(self.a[:, cur] + self.b @ s)
            total -= log_probs(self.c @ s)[nxt]
        return total / np.log(2) / (len(seq) - 1)

    def perplexity(self, seq):
        return 2 ** self.bits(seq)


if __name__ == "__main__":
    r = Rnn(10)
    x = np.random.default_rng(0).integers(0, 10, 300)
    print(r.bits(x), r.perplexity(x))
