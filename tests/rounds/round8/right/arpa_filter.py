"""Document perplexity from a KenLM model (scores are base 10)."""
import math

import kenlm


class DocPerplexity:
    def __init__(self, path):
        self.m = kenlm.Model(path)

    def __call__(self, lines):
        log10p, n = 0.0, 0
        for line in lines:
            words = line.split()
            if words:
                log10p += self.m.score(line.strip(), bos=True, eos=True)
                n += len(words) + 1
        return math.inf if n == 0 else 10.0 ** (-log10p / n)

    def interpolate(self, line, neural_ll, lam=0.3):
        """lam * n-gram + (1 - lam) * neural, both as natural logs."""
        return lam * self.m.score(line) * math.log(10) + (1 - lam) * neural_ll
