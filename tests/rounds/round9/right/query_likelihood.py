"""Query-likelihood retrieval with Dirichlet smoothing."""
from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class DirichletIndex:
    """Unigram language models of documents, smoothed with the collection model."""

    mu: float = 2000.0
    docs: list[Counter] = field(default_factory=list)
    collection: Counter = field(default_factory=Counter)

    def add(self, text: str) -> int:
        """Index one document and return its number."""
        counts = Counter(text.lower().split())
        self.docs.append(counts)
        self.collection.update(counts)
        return len(self.docs) - 1

    def score(self, query: str, doc: int) -> float:
        """log P(query | document); terms unknown to the collection are left out for all documents."""
        counts, size, total = self.docs[doc], self.docs[doc].total(), self.collection.total()
        value = 0.0
        for term in query.lower().split():
            if not self.collection[term]:
                continue
            background = self.collection[term] / total
            value += math.log((counts[term] + self.mu * background) / (size + self.mu))
        return value

    def search(self, query: str, k: int = 10) -> list[int]:
        """The k best documents."""
        return sorted(range(len(self.docs)), key=lambda d: self.score(query, d), reverse=True)[:k]
