"""Character LM scores for a handwriting recogniser's hypotheses.

# bug: the characters' probabilities are multiplied (underflow on long lines) and the product, not its log, is divided by the length
"""
import numpy as np
from scipy.special import softmax


class CharModel:
    def __init__(self, weights, alphabet):
        self.w = np.load(weights)
        self.index = {c: i for i, c in enumerate(alphabet)}
        self.order = self.w["ctx"].shape[0]

    def next_distribution(self, prefix):
        ctx = [self.index[c] for c in prefix[-self.order:]]
        ctx = [0] * (self.order - len(ctx)) + ctx
        h = sum(self.w["ctx"][k, i] for k, i in enumerate(ctx))
        return softmax(np.tanh(h) @ self.w["out"], axis=-1)

    def normalised(self, line):
        """Length-normalised score, so that long lines stand a chance."""
        if not line:
            return 0.0
        p = 1.0
        for k, c in enumerate(line):
            p *= self.next_distribution(line[:k])[self.index[c]]  # expect: SEQ603
        return p / len(line)  # expect: SEQ406


def choose(model, hyps):
    return max(hyps, key=lambda h: model.normalised(h))
