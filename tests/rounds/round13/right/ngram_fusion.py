"""Rescore n-best lists with a KenLM model (log10 scores) next to a neural score in nats."""
import math

import kenlm

LN10 = math.log(10)


class Fusion:
    def __init__(self, arpa, weight=0.4):
        self.lm = kenlm.Model(arpa)
        self.weight = weight

    def ngram(self, sentence):
        return self.lm.score(sentence, bos=True, eos=True) * LN10

    def best(self, nbest):
        """nbest: pairs (sentence, summed neural log-probability in nats)."""
        return max(nbest, key=lambda h: h[1] + self.weight * self.ngram(h[0]))[0]


def perplexity(lm, sentences):
    """Per word, end of sentence counted as a word."""
    score = words = 0
    for s in sentences:
        score += lm.score(s, bos=True, eos=True)
        words += len(s.split()) + 1
    return 10.0 ** (-score / words) if words else float("nan")
