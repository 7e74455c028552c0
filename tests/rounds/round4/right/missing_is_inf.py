"""A token outside the top-k gets minus infinity, a documented lower bound."""
import math


def verdict_logprobs(top_logprobs, verdicts):
    return {v: next((a.logprob for a in top_logprobs if a.token == v), -math.inf) for v in verdicts}


def word_counts(words):
    counts = {}
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    return counts
