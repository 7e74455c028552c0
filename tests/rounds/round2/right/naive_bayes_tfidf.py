"""Multinomial naive Bayes with Laplace smoothing, and tf-idf weights."""
import math
from collections import Counter, defaultdict


class NaiveBayes:
    def __init__(self, alpha=1.0):
        self.alpha = alpha
        self.counts, self.docs, self.vocab = defaultdict(Counter), Counter(), set()

    def fit(self, texts, labels):
        for t, y in zip(texts, labels):
            words = t.lower().split()
            self.counts[y].update(words)
            self.docs[y] += 1
            self.vocab.update(words)
        return self

    def log_joint(self, text, y):
        total = sum(self.counts[y].values()) + self.alpha * len(self.vocab)
        score = math.log(self.docs[y] / sum(self.docs.values()))
        for w in text.lower().split():
            score += math.log((self.counts[y][w] + self.alpha) / total)
        return score

    def predict(self, text):
        return max(self.docs, key=lambda y: self.log_joint(text, y))


def tfidf(counts, df, n_docs):
    return {w: math.log(1 + c) * math.log((1 + n_docs) / (1 + df[w])) for w, c in counts.items()}
