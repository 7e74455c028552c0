"""Minimal pairs with minicons.

# bug: sequence_score averages over tokens by default, the value is reported as log p(sentence)
"""
import csv
import sys

from minicons import scorer


def main(path, name="gpt2"):
    lm = scorer.IncrementalLMScorer(name, "cpu")
    with open(path) as fh:
        pairs = [(r["good"], r["bad"]) for r in csv.DictReader(fh)]
    writer = csv.writer(sys.stdout)
    writer.writerow(["good", "bad", "logprob_good", "logprob_bad"])
    for good, bad in pairs:
        sentence_logprob = lm.sequence_score([good, bad])  # expect: SEQ401
        writer.writerow([good, bad, *sentence_logprob])


if __name__ == "__main__":
    main(*sys.argv[1:])
