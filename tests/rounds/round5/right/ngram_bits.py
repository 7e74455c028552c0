"""Add-k trigram model with base-2 logs; perplexity is two to the cross-entropy."""
import math
from collections import Counter


class Trigram:
    def __init__(self, k=0.1):
        self.k = k
        self.tri, self.bi, self.vocab = Counter(), Counter(), {"</s>"}

    @staticmethod
    def _windows(tokens):
        padded = ["<s>", "<s>", *tokens, "</s>"]
        return zip(padded, padded[1:], padded[2:])

    def fit(self, corpus):
        for sent in corpus:
            self.vocab.update(sent)
            for a, b, c in self._windows(sent):
                self.tri[a, b, c] += 1
                self.bi[a, b] += 1
        return self

    def logscore(self, a, b, c):
        return math.log2((self.tri[a, b, c] + self.k) / (self.bi[a, b] + self.k * len(self.vocab)))

    def entropy(self, corpus):
        scores = [self.logscore(*w) for sent in corpus for w in self._windows(sent)]
        return -sum(scores) / len(scores)

    def perplexity(self, corpus):
        return pow(2.0, self.entropy(corpus))


if __name__ == "__main__":
    data = [s.split() for s in ["the cat sat", "the dog sat", "a cat ran"]]
    print(Trigram().fit(data).perplexity([["the", "cat", "ran"]]))
