"""Interpolation of a neural LM with a cache model, and its perplexity.

# bug: a constant is added inside the log; and the exponent of the perplexity lacks its minus sign
"""
import numpy as np


class CacheMixture:
    def __init__(self, lam=0.1, window=500):
        self.lam = lam
        self.window = window
        self.hist = []

    def cache_prob(self, w):
        if not self.hist:
            return 0.0
        return self.hist.count(w) / len(self.hist)

    def observe(self, w):
        self.hist.append(w)
        del self.hist[:-self.window]

    def token_logprobs(self, tokens, neural_probs):
        """neural_probs[i] is the LM's probability of tokens[i] given what precedes it."""
        out = []
        for w, p in zip(tokens, neural_probs):
            mix = (1 - self.lam) * p + self.lam * self.cache_prob(w)
            out.append(np.log(mix + 1e-6))  # expect: SEQ604
            self.observe(w)
        return np.array(out)

    def perplexity(self, tokens, neural_probs):
        lps = self.token_logprobs(tokens, neural_probs)
        return float(np.exp(lps.mean()))  # expect: SEQ413
