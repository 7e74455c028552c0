"""Rescore speech recognition hypotheses with a language model.

# bug: np.max over the vocabulary replaces the probability of the hypothesis token
"""
import numpy as np
from scipy.special import log_softmax


class Rescorer:
    """Interpolates acoustic scores with log p_LM(hypothesis)."""

    def __init__(self, run_lm, weight=0.3):
        self.run_lm = run_lm
        self.weight = weight

    def lm_score(self, token_ids):
        table = log_softmax(self.run_lm(token_ids)[:-1], axis=-1)
        return np.max(table, axis=-1).sum()  # expect: SEQ204

    def best(self, hyps):
        """hyps: list of (text, token_ids, acoustic log-probability)."""
        return max(hyps, key=lambda h: h[2] + self.weight * self.lm_score(h[1]))[0]
