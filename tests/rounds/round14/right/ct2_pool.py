"""Hypothesis pool scored with CTranslate2: token mean for ranking, total for the log file."""
import heapq
import math
from itertools import count

import ctranslate2
import numpy as np


class HypPool:
    def __init__(self, model_dir, sp, keep=5, alpha=1.0):
        self.gen = ctranslate2.Generator(model_dir)
        self.sp, self.keep, self.alpha = sp, keep, alpha
        self._heap, self._tick = [], count()

    def add(self, text):
        pieces = self.sp.encode(text, out_type=str)
        if not pieces:
            return None
        lp = np.asarray(self.gen.score_batch([["<s>"] + pieces])[0].log_probs, dtype=np.float64)
        total = float(lp.sum())
        item = (total / lp.size**self.alpha, next(self._tick), text, total)
        heapq.heappush(self._heap, item)
        if len(self._heap) > self.keep:
            heapq.heappop(self._heap)
        return total

    def ranked(self):
        return [(text, total) for _, _, text, total in sorted(self._heap, reverse=True)]


def service_loglik(token_probs):
    """Log-likelihood from per-token probabilities; a zero means the sentence is impossible."""
    return sum(math.log(p) if p > 0 else -math.inf for p in token_probs)


def entropy_bits(p, eps=1e-12):
    """Entropy of a normalised histogram of hypothesis lengths."""
    p = np.asarray(p, dtype=float)
    return float(-(p * np.log2(p + eps)).sum())
