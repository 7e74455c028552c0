"""Re-rank image captions with a language model; long captions must not be punished.

# bug: the sequence probability, not its logarithm, is divided by the number of tokens
"""
from typing import Iterable

import numpy as np


class CaptionReranker:
    def __init__(self, token_logprob_fn, weight=0.3):
        self.fn = token_logprob_fn
        self.weight = weight

    def fluency(self, caption: str) -> float:
        lps = np.asarray(self.fn(caption), dtype=np.float64)
        joint = np.exp(lps.sum())
        return joint / max(len(lps), 1)  # expect: SEQ406

    def __call__(self, captions: Iterable[str], clip_scores: Iterable[float]):
        out = []
        for c, s in zip(captions, clip_scores):
            out.append((self.weight * self.fluency(c) + (1 - self.weight) * s, c))
        return [c for _, c in sorted(out, reverse=True)]
