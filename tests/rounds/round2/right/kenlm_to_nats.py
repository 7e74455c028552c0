"""KenLM scores converted to natural logs before they are combined with a neural model."""
import math

import kenlm

LN10 = math.log(10.0)


class Mixer:
    def __init__(self, path, alpha=0.5):
        self.ngram = kenlm.Model(path)
        self.alpha = alpha

    def ngram_logprob(self, sentence):
        return self.ngram.score(sentence, bos=True, eos=True) * LN10

    def score(self, sentence, neural_logprob):
        return neural_logprob + self.alpha * self.ngram_logprob(sentence)

    def ngram_perplexity(self, sentence):
        n = len(sentence.split()) + 1
        return 10.0 ** (-self.ngram.score(sentence, bos=True, eos=True) / n)
