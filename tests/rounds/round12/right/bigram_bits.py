"""Interpolated bigram model; everything is in base 2."""
import math
from collections import Counter


class Bigram:
    def __init__(self, lam=0.7):
        self.uni, self.bi, self.ctx = Counter(), Counter(), Counter()
        self.lam = lam

    def fit(self, sents):
        for s in sents:
            toks = ["<s>", *s, "</s>"]
            self.uni.update(toks[1:])
            self.ctx.update(toks[:-1])
            self.bi.update(zip(toks, toks[1:]))
        self.total = sum(self.uni.values())
        self.types = len(self.uni) + 1
        return self

    def p(self, w, prev):
        back = (self.uni[w] + 1) / (self.total + self.types)
        if not self.ctx[prev]:
            return back
        return self.lam * self.bi[prev, w] / self.ctx[prev] + (1 - self.lam) * back

    def bits(self, s):
        toks = ["<s>", *s, "</s>"]
        return -sum(math.log2(self.p(b, a)) for a, b in zip(toks, toks[1:])), len(toks) - 1

    def perplexity(self, sents):
        b, n = map(sum, zip(*(self.bits(s) for s in sents)))
        return 2.0 ** (b / n)


if __name__ == "__main__":
    train = [l.split() for l in ("the cat sat", "the dog sat", "a cat ran")]
    print(round(Bigram().fit(train).perplexity([["the", "cat", "ran"]]), 3))
