"""Word perplexity of log-likelihood results.

# bug: nats per word reach four digits for text in a foreign script; math.exp then fails
"""
import json
import math
import sys


def word_perplexity(results):
    """results: dicts with the rolling log-likelihood and the text of a document."""
    nats = -sum(r["loglikelihood"] for r in results)
    words = sum(len(r["text"].split()) for r in results)
    return math.exp(nats / max(words, 1))  # expect: SEQ609


if __name__ == "__main__":
    print(word_perplexity([json.loads(line) for line in sys.stdin]))
