"""Shallow fusion of an acoustic model with KenLM (log10 scores turned into nats first)."""
import math

import kenlm

LN10 = math.log(10)


class Fusion:
    def __init__(self, arpa, alpha=0.5, beta=1.0):
        self.lm = kenlm.Model(arpa)
        self.alpha = alpha
        self.beta = beta

    def lm_nats(self, words):
        return self.lm.score(" ".join(words), bos=True, eos=True) * LN10

    def total(self, acoustic_logprob, words):
        return acoustic_logprob + self.alpha * self.lm_nats(words) + self.beta * len(words)

    def perplexity(self, words):
        log10 = self.lm.score(" ".join(words), bos=True, eos=True)
        return 10 ** (-log10 / (len(words) + 1))


def rescore(fusion, nbest):
    return max(nbest, key=lambda h: fusion.total(h["am"], h["words"]))
