"""Reads a JSONL of per-token probabilities (field 'p', chosen token) and prints text log-likelihoods.

# bug: a constant is added to each probability inside the logarithm
"""
import argparse
import gzip
import json
import math


def opener(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")


def loglik(token_probs):
    return math.fsum(math.log(p + 1e-6) for p in token_probs)  # expect: SEQ604


def main():
    ap = argparse.ArgumentParser(description="log-likelihood per record")
    ap.add_argument("file")
    ap.add_argument("--field", default="p")
    ap.add_argument("--per-token", action="store_true")
    ns = ap.parse_args()
    with opener(ns.file) as fh:
        for line in fh:
            rec = json.loads(line)
            probs = rec[ns.field]
            if not probs:
                continue
            value = loglik(probs)
            if ns.per_token:
                value /= len(probs)
            print(rec.get("id", "-"), f"{value:.5f}", sep="\t")


if __name__ == "__main__":
    main()
