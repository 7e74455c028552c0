"""Interpolate an n-gram score with a neural one.
# bug: kenlm's base-10 log-probability is added to natural-log scores, and exponentiated with e.
"""
import math

import kenlm
import torch


class Interpolated:
    def __init__(self, arpa, neural, lam=0.5):
        self.ngram = kenlm.Model(arpa)
        self.neural = neural
        self.lam = lam

    @torch.no_grad()
    def neural_logp(self, ids):
        lp = self.neural(ids).logits[:, :-1].float().log_softmax(-1)
        return lp.gather(-1, ids[:, 1:, None]).sum().item()

    def score(self, sentence, ids):
        n = self.ngram.score(sentence, bos=True, eos=False)
        return self.lam * n + (1 - self.lam) * self.neural_logp(ids)  # expect: SEQ411

    def ngram_perplexity(self, sentence):
        words = len(sentence.split()) + 1
        return math.exp(-self.ngram.score(sentence) / words)  # expect: SEQ411 # expect-near: SEQ609
