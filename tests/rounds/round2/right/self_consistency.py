"""Self-consistency voting with stable weights from cumulative log-probs."""
from collections import defaultdict

import numpy as np


def weights(samples, normalise=False):
    s = np.array([c.cumulative_logprob for c in samples], dtype=float)
    if normalise:
        s = s / np.maximum([len(c.token_ids) for c in samples], 1)
    w = np.exp(s - s.max())
    return w / w.sum()


def vote(samples, parse):
    tally = defaultdict(float)
    for c, w in zip(samples, weights(samples)):
        tally[parse(c.text)] += w
    return max(tally, key=tally.get)
