"""Adds a KenLM sentence score to acoustic natural-log scores."""
import math

import kenlm

LN10 = math.log(10.0)


class Fusion:
    def __init__(self, arpa, alpha=0.5, beta=1.0):
        self.lm = kenlm.Model(arpa)
        self.alpha, self.beta = alpha, beta

    def total(self, text, acoustic):
        lm = self.lm.score(text, bos=True, eos=True) * LN10
        return acoustic + self.alpha * lm + self.beta * len(text.split())

    def ppl(self, text):
        n = len(text.split()) + 1
        return 10.0 ** (-self.lm.score(text, bos=True, eos=True) / n)

    def best(self, nbest):
        return max(nbest, key=lambda h: self.total(*h))[0]
