"""Sentence log-probabilities with minicons; the sum is asked for."""
import csv
import sys

from minicons import scorer


def main(path, name="gpt2"):
    lm = scorer.IncrementalLMScorer(name, "cpu")
    out = csv.writer(sys.stdout)
    out.writerow(["sentence", "logprob", "logprob_per_token"])
    with open(path) as fh:
        for row in csv.DictReader(fh):
            total = lm.sequence_score([row["good"]], reduction=lambda x: x.sum(0).item())
            mean = lm.sequence_score([row["good"]])
            out.writerow([row["good"], total[0], mean[0]])


if __name__ == "__main__":
    main(*sys.argv[1:])
