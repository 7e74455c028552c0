"""Acceptability with a KenLM 5-gram plus GPT-2: base-10 scores are converted before mixing."""
import math

import kenlm
import torch

LN10 = math.log(10)


class Mixed:
    def __init__(self, arpa, lm, tok, lam=0.3):
        self.ng = kenlm.Model(arpa)
        self.lm, self.tok, self.lam = lm.eval(), tok, lam

    def ngram(self, s):
        return self.ng.score(s, bos=True, eos=True) * LN10

    @torch.no_grad()
    def neural(self, s):
        ids = self.tok(self.tok.bos_token + s + self.tok.eos_token, return_tensors="pt").input_ids
        lp = self.lm(ids).logits[0, :-1].log_softmax(-1)
        return lp.gather(1, ids[0, 1:, None]).sum().item()

    def __call__(self, s):
        return self.lam * self.ngram(s) + (1 - self.lam) * self.neural(s)

    def ngram_perplexity(self, s):
        return 10 ** (-self.ng.score(s) / (len(s.split()) + 1))
