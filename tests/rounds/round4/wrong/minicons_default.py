"""Sentence probabilities with minicons.
# bug: sequence_score's default reduction is the mean, and the result is exponentiated as the sentence's probability.
"""
import csv
import math
import sys

from minicons import scorer


def sentence_probability(model, sentences):
    """P(sentence) for each sentence."""
    log_p = model.sequence_score(sentences)  # expect: SEQ401
    return [math.exp(v) for v in log_p]  # expect-near: SEQ401


if __name__ == "__main__":
    lm = scorer.IncrementalLMScorer("distilgpt2", "cpu")
    rows = [r["sentence"] for r in csv.DictReader(sys.stdin)]
    for s, p in zip(rows, sentence_probability(lm, rows)):
        print(f"{p:.3e}\t{s}")
