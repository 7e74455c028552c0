"""KenLM in three units: log10, natural log, perplexity."""
import math

import kenlm

LN10 = math.log(10)


class Ngram:
    def __init__(self, path):
        self.lm = kenlm.Model(path)

    def log10(self, line):
        return self.lm.score(line, bos=True, eos=True)

    def ln(self, line):
        return self.log10(line) * LN10

    def perplexity(self, line):
        n = len(line.split()) + 1
        return 10.0 ** (-self.log10(line) / n)

    def fuse(self, acoustic_ln, line, weight=0.4):
        return acoustic_ln + weight * self.ln(line)
