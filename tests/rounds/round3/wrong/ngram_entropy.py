"""Entropy of next-word distributions in an n-gram table.

# bug: unseen words have probability 0, and 0 * log(0) is NaN
"""
import numpy as np


class NGram:
    def __init__(self, counts: np.ndarray):
        """counts (contexts, vocab); most entries are zero."""
        self.p = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    def entropy(self) -> np.ndarray:
        return -np.sum(self.p * np.log(self.p), axis=1)  # expect: SEQ610

    def most_predictable(self) -> int:
        return int(np.argmin(self.entropy()))
