"""Word perplexity of the rolling task.

# bug: math.exp of an unbounded average raises OverflowError for a broken model or odd text
"""
import math
import re


def word_count(text):
    return len(re.split(r"\s+", text.strip()))


def aggregate(pairs):
    """pairs: (summed natural log-likelihood, text) of every document."""
    ll = sum(p for p, _ in pairs)
    words = sum(word_count(t) for _, t in pairs)
    return {
        "word_perplexity": math.exp(-ll / max(words, 1)),  # expect: SEQ609
        "total_loglik": ll,
        "documents": len(pairs),
    }
