"""BM25 retrieval with reciprocal-rank fusion; mean reciprocal rank at the end."""
import math
from collections import Counter


class BM25:
    def __init__(self, docs, k1=1.2, b=0.75):
        self.tf = [Counter(d) for d in docs]
        self.len = [len(d) for d in docs]
        self.avg = sum(self.len) / len(self.len)
        df = Counter(w for d in docs for w in set(d))
        n = len(docs)
        self.idf = {w: math.log(1 + (n - c + 0.5) / (c + 0.5)) for w, c in df.items()}
        self.k1, self.b = k1, b

    def scores(self, query):
        out = []
        for tf, n in zip(self.tf, self.len):
            norm = self.k1 * (1 - self.b + self.b * n / self.avg)
            out.append(sum(self.idf.get(w, 0.0) * tf[w] * (self.k1 + 1) / (tf[w] + norm) for w in query))
        return out


def fuse(rankings, k=60):
    total = Counter()
    for ranking in rankings:
        for pos, doc in enumerate(ranking):
            total[doc] += 1 / (k + pos + 1)
    return [d for d, _ in total.most_common()]


def mrr(ranked, gold):
    return sum(1 / (r.index(g) + 1) for r, g in zip(ranked, gold)) / len(gold)
