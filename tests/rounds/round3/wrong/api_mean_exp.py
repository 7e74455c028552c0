"""Likelihood of answers from an API, for a selective QA curve.

# bug: exp comes before the average, so the result is no likelihood (not even a geometric mean)
"""
import numpy as np


def answer_likelihood(response) -> float:
    """Length-normalised sequence likelihood of the first choice."""
    lps = np.array([c.logprob for c in response.choices[0].logprobs.content])
    if lps.size == 0:
        return 0.0
    return np.exp(lps).mean()  # expect: SEQ405


def selective_accuracy(responses, correct, coverage=0.8):
    conf = np.array([answer_likelihood(r) for r in responses])
    order = np.argsort(-conf)[: int(coverage * len(conf))]
    return np.asarray(correct, dtype=float)[order].mean()
