"""Drop crawled lines whose n-gram perplexity is out of range (CCNet style buckets)."""
import sys
from bisect import bisect

import kenlm


class Buckets:
    def __init__(self, binary, cuts=(250.0, 700.0)):
        self.m = kenlm.LanguageModel(binary)
        self.cuts = cuts
        self.names = ("head", "middle", "tail")

    def pp(self, text):
        toks = text.split()
        log10 = self.m.score(text)
        return 10.0 ** (-log10 / (len(toks) + 1))

    def __call__(self, text):
        return self.names[bisect(self.cuts, self.pp(text))]


if __name__ == "__main__":
    b = Buckets(sys.argv[1])
    for line in sys.stdin:
        print(b(line.strip()), line, sep="\t", end="")
