"""Perplexity per domain with a KenLM 5-gram, for data selection.

# bug: KenLM's scores are base-10 logarithms and are undone with the natural exponential
"""
import argparse
import collections
import csv

import kenlm
import numpy as np


def walk(path):
    with open(path, newline="", encoding="utf-8") as fh:
        for rec in csv.DictReader(fh, delimiter="\t"):
            yield rec["domain"], rec["sentence"].lower()


def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("arpa")
    cli.add_argument("tsv")
    ns = cli.parse_args()
    lm = kenlm.Model(ns.arpa)

    total = collections.defaultdict(float)
    count = collections.Counter()
    for dom, sent in walk(ns.tsv):
        total[dom] += lm.score(sent, bos=True, eos=True)
        count[dom] += len(sent.split()) + 1
    for dom in sorted(total):
        ppl = np.exp(-total[dom] / count[dom])  # expect: SEQ411
        print(f"{dom:<20}{ppl:12.1f}{count[dom]:10d}")


if __name__ == "__main__":
    main()
