"""Perplexity and geometric-mean confidence of completions."""
import numpy as np


def chosen(choice):
    return np.array([t.logprob for t in choice.logprobs.content], dtype=float)


def perplexity(choice):
    lps = chosen(choice)
    return float(np.exp(-lps.mean())) if lps.size else float("nan")


def confidence(choice):
    """Geometric mean of the token probabilities, in (0, 1]."""
    lps = chosen(choice)
    return float(np.exp(lps.mean())) if lps.size else float("nan")
