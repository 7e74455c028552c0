"""Weighted self-consistency voting over reasoning paths from a completions endpoint.

# bug: log-probs are divided by the temperature and called log-probs at that temperature without renormalising.
# bug: the path probability is a product of token probabilities, which underflows to 0 for a few hundred tokens.
"""
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Path:
    answer: str
    token_logprobs: tuple[float, ...]

    def probability(self) -> float:
        """p(path | question) under the model."""
        return float(np.prod(np.exp(self.token_logprobs)))  # expect: SEQ603

    def logprob_at(self, temperature: float) -> float:
        """log p(path | question) when decoding at the given temperature."""
        scaled = np.asarray(self.token_logprobs) / temperature  # expect: SEQ109
        return float(scaled.sum())  # expect-near: SEQ109


def sample(client, model, question, n=16):
    r = client.completions.create(model=model, prompt=question, n=n, max_tokens=512,
                                  temperature=1.0, logprobs=1)
    for c in r.choices:
        tail = c.text.rsplit("The answer is", 1)[-1].strip(" .\n")
        yield Path(tail, tuple(c.logprobs.token_logprobs))


def plurality(paths):
    return Counter(p.answer for p in paths).most_common(1)[0][0]


def weighted(paths):
    w = defaultdict(float)
    for p in paths:
        w[p.answer] += p.probability()
    return max(w, key=w.get)


def coldest(paths, temperature=0.5):
    return max(paths, key=lambda p: p.logprob_at(temperature)).answer
