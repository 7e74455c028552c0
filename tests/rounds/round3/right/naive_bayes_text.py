"""Multinomial naive Bayes: additive smoothing belongs to the counts, scores are sums of logs."""
from collections import Counter

import numpy as np


class NaiveBayes:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def fit(self, docs, labels):
        self.vocab = {w: i for i, w in enumerate(sorted({w for d in docs for w in d}))}
        self.classes = sorted(set(labels))
        freq = Counter(labels)
        self.prior = np.log([freq[c] / len(labels) for c in self.classes])
        counts = np.full((len(self.classes), len(self.vocab)), self.alpha)
        for d, y in zip(docs, labels):
            for w in d:
                counts[self.classes.index(y), self.vocab[w]] += 1
        self.logp = np.log(counts / counts.sum(axis=1, keepdims=True))
        return self

    def predict(self, doc):
        ids = [self.vocab[w] for w in doc if w in self.vocab]
        return self.classes[int(np.argmax(self.prior + self.logp[:, ids].sum(axis=1)))]


if __name__ == "__main__":
    nb = NaiveBayes().fit([["good", "fun"], ["bad"], ["bad", "dull"]], [1, 0, 0])
    assert nb.predict(["fun"]) == 1 and nb.predict(["dull"]) == 0
