"""Interpolate an n-gram score with a neural one; kenlm's log10 is converted first."""
import math

import kenlm
import torch

LN10 = math.log(10.0)


class Interpolated:
    def __init__(self, arpa, neural, lam=0.5):
        self.ngram, self.neural, self.lam = kenlm.Model(arpa), neural, lam

    @torch.no_grad()
    def neural_logp(self, ids):
        lp = self.neural(ids).logits[:, :-1].float().log_softmax(-1)
        return lp.gather(-1, ids[:, 1:, None]).sum().item()

    def score(self, sentence, ids):
        n = self.ngram.score(sentence, bos=True, eos=False) * LN10
        return self.lam * n + (1 - self.lam) * self.neural_logp(ids)

    def ngram_perplexity(self, sentence):
        return 10.0 ** (-self.ngram.score(sentence) / (len(sentence.split()) + 1))
