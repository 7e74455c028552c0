"""Likelihood-weighted self-consistency voting.

# bug: weights are exp of summed log-probs, divided by their sum
"""
import math
from collections import Counter


def weights(samples):
    raw = [math.exp(s.cumulative_logprob) for s in samples]  # expect-near: SEQ605|SEQ601
    z = sum(raw)
    return [r / z for r in raw]  # expect: SEQ605|SEQ601


def vote(samples, parse):
    """samples: vLLM CompletionOutput objects of one request."""
    tally = Counter()
    for s, w in zip(samples, weights(samples)):
        answer = parse(s.text)
        if answer is not None:
            tally[answer] += w
    return tally.most_common(1)[0][0] if tally else None
