"""Log-likelihood of answers from cached probabilities.

# bug: probabilities are rounded to three places before the logarithm, rare tokens become log(0.001)
"""
import json
import math


def load(path):
    with open(path, encoding="utf-8") as fh:
        return [json.loads(line) for line in fh]


def loglik(record):
    """Sum of log p over the answer's tokens."""
    total = 0.0
    for p in record["token_probs"]:
        total += math.log(max(round(p, 3), 0.001))  # expect: SEQ504
    return total


def best(path):
    return max(load(path), key=loglik)["answer"]
