"""KenLM in shallow fusion; kenlm speaks log10, the recogniser natural logs."""
import math
from dataclasses import dataclass

import kenlm

LN10 = math.log(10.0)


@dataclass
class Hyp:
    text: str
    acoustic: float  # natural log


class Fusion:
    def __init__(self, path, alpha=0.5, beta=1.0):
        self.lm = kenlm.Model(path)
        self.alpha, self.beta = alpha, beta

    def total(self, h):
        words = len(h.text.split())
        return h.acoustic + self.alpha * LN10 * self.lm.score(h.text, bos=True, eos=True) + self.beta * words

    def pick(self, hyps):
        return max(hyps, key=self.total)

    def perplexity(self, text):
        return 10.0 ** (-self.lm.score(text) / (len(text.split()) + 1))
