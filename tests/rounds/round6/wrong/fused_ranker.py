"""Linear fusion of cosine similarity and a length-normalised LM fluency for candidate titles.

# bug: the sequence probability is divided by the length; the log-probability should be
"""
import math
from collections import namedtuple

import numpy as np

Candidate = namedtuple("Candidate", "text vector token_logprobs")


def cosine(u, v):
    return float(np.dot(u, v) / (np.linalg.norm(u) * np.linalg.norm(v)))


def fluency(c: Candidate) -> float:
    """Per-token (length-normalised) likelihood of the title."""
    n = len(c.token_logprobs)
    if n == 0:
        return 0.0
    joint = math.exp(sum(c.token_logprobs))
    return joint / n  # expect: SEQ406


class FusedRanker:
    def __init__(self, w_sem=0.6):
        self.w = w_sem

    def __call__(self, query_vec, pool):
        def key(c):
            return self.w * cosine(query_vec, c.vector) + (1 - self.w) * fluency(c)

        return sorted(pool, key=key, reverse=True)


def demo():
    rng = np.random.default_rng(3)
    q = rng.normal(size=16)
    pool = [
        Candidate("A short one", rng.normal(size=16), [-0.9, -1.1, -0.4]),
        Candidate("A somewhat longer title", rng.normal(size=16), [-0.8, -0.5, -0.7, -0.2]),
    ]
    for c in FusedRanker()(q, pool):
        print(c.text, round(fluency(c), 4))


if __name__ == "__main__":
    demo()
