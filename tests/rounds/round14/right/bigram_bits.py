"""Add-one bigram model over characters: cross-entropy in bits and perplexity 2 ** H."""
import collections
import math


class Bigrams:
    def __init__(self, corpus):
        self.pairs = collections.Counter()
        self.left = collections.Counter()
        self.symbols = {"</s>"}
        for line in corpus:
            chars = ["<s>", *line, "</s>"]
            self.symbols.update(line)
            for a, b in zip(chars, chars[1:]):
                self.pairs[a, b] += 1
                self.left[a] += 1

    def p(self, a, b):
        return (self.pairs[a, b] + 1) / (self.left[a] + len(self.symbols))

    def bits(self, line):
        chars = ["<s>", *line, "</s>"]
        return -sum(math.log2(self.p(a, b)) for a, b in zip(chars, chars[1:]))

    def perplexity(self, lines):
        total = sum(self.bits(x) for x in lines)
        n = sum(len(x) + 1 for x in lines)
        return 2.0 ** (total / n)
