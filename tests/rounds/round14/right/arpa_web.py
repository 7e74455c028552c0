"""KenLM filter for web sentences; the library's scores are base 10."""
import math

import kenlm

LN10 = math.log(10.0)


class NgramFilter:
    def __init__(self, arpa, limit=400.0):
        self.lm = kenlm.Model(arpa)
        self.limit = limit

    def nats(self, words):
        return -self.lm.score(" ".join(words), bos=True, eos=True) * LN10

    def perplexity(self, sentence):
        words = sentence.split()
        log10p = self.lm.score(" ".join(words), bos=True, eos=True)
        return 10.0 ** (-log10p / (len(words) + 1))

    def keep(self, sentences):
        return [s for s in sentences if s.strip() and self.perplexity(s) < self.limit]
