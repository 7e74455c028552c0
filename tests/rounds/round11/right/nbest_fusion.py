"""Shallow fusion of acoustic log-probs with a KenLM model (log10) on an n-best list."""
import math

import kenlm
import numpy as np

LN10 = math.log(10)


class Fusion:
    def __init__(self, arpa, alpha=0.5, beta=1.0):
        self.lm = kenlm.Model(arpa)
        self.alpha, self.beta = alpha, beta

    def total(self, hyp):
        ac = float(np.sum(hyp["token_logp"]))
        ext = self.lm.score(hyp["text"], bos=True, eos=True) * LN10
        return ac + self.alpha * ext + self.beta * len(hyp["text"].split())

    def lm_perplexity(self, text):
        n = len(text.split()) + 1
        return 10.0 ** (-self.lm.score(text, bos=True, eos=True) / n)

    def best(self, nbest):
        return max(nbest, key=self.total)["text"]

    def fluent(self, nbest):
        ppls = [self.lm_perplexity(h["text"]) for h in nbest]
        return nbest[int(np.argmin(ppls))]["text"]
