"""Interpolated bigram model; entropies in bits, perplexity as a power of two."""
import math
from collections import Counter


class Bigram:
    def __init__(self, sentences, lam=0.8):
        self.lam = lam
        self.uni, self.bi = Counter(), Counter()
        for s in sentences:
            toks = ["<s>", *s, "</s>"]
            self.uni.update(toks[1:])
            self.bi.update(zip(toks, toks[1:]))
        self.ctx = Counter()
        for (a, _), c in self.bi.items():
            self.ctx[a] += c
        self.n, self.v = sum(self.uni.values()), len(self.uni) + 1

    def prob(self, a, b):
        u = (self.uni[b] + 1) / (self.n + self.v)
        c = self.ctx[a]
        return u if c == 0 else self.lam * self.bi[a, b] / c + (1 - self.lam) * u

    def entropy(self, sentences):
        bits = n = 0
        for s in sentences:
            toks = ["<s>", *s, "</s>"]
            bits -= sum(math.log2(self.prob(a, b)) for a, b in zip(toks, toks[1:]))
            n += len(toks) - 1
        return bits / n

    def perplexity(self, sentences):
        return 2 ** self.entropy(sentences)


if __name__ == "__main__":
    data = [["a", "b"], ["a", "c"], ["b", "a"]]
    m = Bigram(data)
    assert 1 < m.perplexity(data) < 5
