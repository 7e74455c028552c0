"""Perplexity with KenLM and combination with a neural score (both in nats)."""
import math

import kenlm

LN10 = math.log(10.0)


class NgramLM:
    def __init__(self, path):
        self.m = kenlm.Model(path)

    def nats(self, sentence):
        return self.m.score(sentence, bos=True, eos=True) * LN10

    def perplexity(self, sentences):
        """Corpus perplexity, sentence ends counted as words."""
        total = sum(self.m.score(s, bos=True, eos=True) for s in sentences)
        words = sum(len(s.split()) + 1 for s in sentences)
        return 10.0 ** (-total / words)


def combine(neural_nats, ngram_nats, weight=0.3):
    return (1 - weight) * neural_nats + weight * ngram_nats


def rescore(hyps, ngram, weight=0.3):
    """hyps: list of (text, summed natural log-prob of the neural model)."""
    return max(hyps, key=lambda h: combine(h[1], ngram.nats(h[0]), weight))[0]
