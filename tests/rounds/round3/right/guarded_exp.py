"""Perplexity of web text with a guard against overflow."""
import math
import sys

MAX_NATS = 700.0


def perplexity(nats, n):
    if n == 0:
        return float("nan")
    mean = nats / n
    return math.exp(mean) if mean < MAX_NATS else float("inf")


def from_logprobs(lps):
    try:
        return math.exp(-sum(lps) / len(lps))
    except (OverflowError, ZeroDivisionError):
        return float("inf")


if __name__ == "__main__":
    for line in sys.stdin:
        values = [float(v) for v in line.split()]
        print(perplexity(-sum(values), len(values)), from_logprobs(values))
