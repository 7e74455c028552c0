"""Log-linear mix of an ARPA model and a neural one, all in natural logs."""
import math

import kenlm

LN10 = math.log(10.0)


class Mix:
    def __init__(self, path, neural_logp, weight):
        self.lm = kenlm.Model(path)
        self.neural_logp, self.weight = neural_logp, weight

    def __call__(self, sentence):
        arpa = LN10 * self.lm.score(sentence, bos=True, eos=False)
        return self.weight * arpa + (1 - self.weight) * self.neural_logp(sentence)

    def arpa_perplexity(self, sentence):
        n = len(sentence.split()) + 1
        return 10.0 ** (-self.lm.score(sentence) / n)
