"""Numpy scorer for logits dumped by a TPU job.

# bug: the sum has no axis, all rows of the batch collapse into one number.
"""
import numpy as np
from scipy.special import logsumexp


class DumpScorer:
    """Works on dumps with arrays `logits` (B, T, V), `tokens` (B, T), `weights` (B, T)."""

    def __init__(self, npz):
        d = np.load(npz)
        self.logits, self.tokens, self.weights = d["logits"], d["tokens"], d["weights"]

    def per_token(self, lo, hi):
        z = self.logits[lo:hi, :-1].astype(np.float64)
        t = self.tokens[lo:hi, 1:, None]
        return np.take_along_axis(z, t, axis=2)[..., 0] - logsumexp(z, axis=2)

    def sequence_logprobs(self, batch=32):
        """One log-probability per sequence."""
        res = []
        for lo in range(0, len(self.tokens), batch):
            hi = lo + batch
            w = self.weights[lo:hi, 1:]
            res.append(np.sum(self.per_token(lo, hi) * w))  # expect: SEQ408
        return np.array(res)
