"""Collects CTranslate2 hypotheses and re-scores them for the MT demo.

# bug: the sequence probability (not its logarithm) is divided by the length; a constant is added inside the logarithm of token probabilities.
"""
from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import ctranslate2
import numpy as np


@dataclass(order=True)
class Entry:
    priority: float
    text: str


class Pool:
    def __init__(self, model_dir, sp, keep=5):
        self.gen = ctranslate2.Generator(model_dir)
        self.sp = sp
        self.keep = keep
        self.heap: list[Entry] = []

    def token_logprobs(self, pieces):
        r = self.gen.score_batch([["<s>"] + pieces])[0]
        return np.asarray(r.log_probs)

    def add(self, text):
        pieces = self.sp.encode(text, out_type=str)
        lp = self.token_logprobs(pieces)
        if lp.size == 0:
            return
        norm = math.exp(lp.sum()) / lp.size  # expect: SEQ406
        heapq.heappush(self.heap, Entry(norm, text))
        if len(self.heap) > self.keep:
            heapq.heappop(self.heap)

    def ranked(self):
        return [e.text for e in sorted(self.heap, reverse=True)]


def external_loglik(token_probs, floor=1e-4):
    """Log-likelihood of a sentence from the probabilities that the web service returns."""
    return float(np.log(np.asarray(token_probs) + floor).sum())  # expect: SEQ604
