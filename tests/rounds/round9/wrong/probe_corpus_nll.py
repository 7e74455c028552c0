"""Total surprisal per sentence and a running corpus average, toy char-LM for the
child-directed-speech experiment.

# bug: the targets are made with a wrap-around roll, so the first character is scored in the last place; and the running total is divided by the count on every pass
"""
import numpy as np


def logsoft(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


class CharProbe:
    def __init__(self, forward, alphabet):
        self.forward = forward
        self.lookup = {c: i for i, c in enumerate(alphabet)}

    def encode(self, s):
        return np.array([self.lookup[c] for c in "^" + s + "$"])

    def surprisal(self, s):
        """-log p(s) in nats"""
        x = self.encode(s)
        lp = logsoft(self.forward(x))
        y = np.roll(x, -1)  # expect: SEQ206
        return -lp[np.arange(len(x)), y].sum()  # expect-near: SEQ206


def corpus_average(probe, sentences):
    """Mean surprisal of a sentence."""
    acc = 0.0
    for n, s in enumerate(sentences, start=1):
        acc += probe.surprisal(s)
        acc /= n  # expect: SEQ417
    return acc
