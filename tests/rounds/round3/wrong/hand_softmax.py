"""Next-word distribution in plain numpy.

# bug: exp without subtracting the maximum overflows for large scores
# bug: the log-partition is a bare log(sum(exp))
"""
import numpy as np


class Head:
    def __init__(self, weight: np.ndarray):
        self.weight = weight

    def logits(self, hidden: np.ndarray) -> np.ndarray:
        return hidden @ self.weight.T

    def distribution(self, hidden):
        e = np.exp(self.logits(hidden))  # expect-near: SEQ601
        return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601

    def logprobs(self, hidden, ids):
        z = self.logits(hidden)
        norm = np.log(np.sum(np.exp(z), axis=-1))  # expect: SEQ601
        return z[np.arange(len(ids)), ids] - norm
