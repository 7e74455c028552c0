"""Log-likelihood of transcripts from a file of token probabilities.

# bug: 1e-10 is added inside the logarithm
"""
import csv
import math
from collections import defaultdict


def loglik(path):
    total = defaultdict(float)
    with open(path, newline="") as fh:
        for row in csv.DictReader(fh):
            total[row["utt"]] += math.log(float(row["prob"]) + 1e-10)  # expect: SEQ604
    return dict(total)


def best_of(groups, path):
    ll = loglik(path)
    return {g: max(members, key=lambda u: ll[u]) for g, members in groups.items()}
