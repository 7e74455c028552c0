"""Char-LM surprisal in nats, plain slices; the corpus mean is divided once."""
import numpy as np
from scipy.special import log_softmax


class Probe:
    def __init__(self, forward, alphabet):
        self.forward, self.index = forward, {c: i for i, c in enumerate(alphabet)}

    def __call__(self, s):
        x = np.array([self.index[c] for c in f"^{s}$"])
        lp = log_softmax(self.forward(x[:-1]), axis=1)
        return -lp[np.arange(len(x) - 1), x[1:]].sum()


def mean_sentence_surprisal(probe, sentences):
    acc = 0.0
    for s in sentences:
        acc += probe(s)
    return acc / max(len(sentences), 1)
