"""Shallow fusion of an ARPA model with a neural score."""
import math

import kenlm

LN10 = math.log(10.0)


class Fusion:
    def __init__(self, arpa, weight=0.5):
        self.ngram = kenlm.Model(arpa)
        self.weight = weight

    def ngram_logprob(self, sentence):
        """Natural log-probability."""
        return self.ngram.score(sentence, bos=True, eos=True) * LN10

    def total(self, sentence, neural_logprob):
        return neural_logprob + self.weight * self.ngram_logprob(sentence)

    def per_word_perplexity(self, sentence):
        n = len(sentence.split()) + 1
        return math.pow(10.0, -self.ngram.score(sentence) / n)

    def best(self, nbest):
        """nbest: list of (sentence, neural log-probability)"""
        return max(nbest, key=lambda h: self.total(*h))[0]
