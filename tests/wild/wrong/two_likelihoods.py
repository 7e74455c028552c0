"""Difference of the log-likelihoods of two groups of sentences.

Wrong: exp of a sentence's log-likelihood underflows before the log brings it back. Found in a bias task.
"""
import math


def process_results(doc, results):
    lls, _ = zip(*results)
    a, b, c, d = lls
    diff = math.log(math.exp(a) + math.exp(b)) - math.log(math.exp(c) + math.exp(d))  # expect: SEQ605
    return {"diff": abs(diff)}
