"""Interpolating a KenLM n-gram with a neural LM for ASR rescoring; everything is converted to nats."""
import math

import kenlm
import torch

LN10 = math.log(10.0)


class Rescorer:
    def __init__(self, arpa, neural, tok, weight=0.3):
        self.ngram = kenlm.Model(arpa)
        self.neural = neural.eval()
        self.tok = tok
        self.weight = weight

    def ngram_logp(self, sentence):
        return LN10 * self.ngram.score(sentence, bos=True, eos=True)

    @torch.no_grad()
    def neural_logp(self, sentence):
        x = self.tok(self.tok.bos_token + sentence + self.tok.eos_token, return_tensors="pt").input_ids
        lp = self.neural(x).logits[:, :-1].log_softmax(-1)
        return lp.gather(2, x[:, 1:, None]).sum().item()

    def __call__(self, nbest):
        """nbest: (text, acoustic log-likelihood in nats) pairs, best first after rescoring."""

        def total(h):
            text, am = h
            return am + self.weight * self.neural_logp(text) + (1 - self.weight) * self.ngram_logp(text)

        return sorted(nbest, key=total, reverse=True)
