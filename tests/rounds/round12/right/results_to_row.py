"""Aggregate result files to a leaderboard row.

corpus_ppl = exp(total nll / total tokens); acc_bytes divides each log-likelihood by the choice's UTF-8 size;
acc_norm divides by its number of characters (harness definition).
"""
import argparse
import json

import numpy as np


def load(fn):
    with open(fn, encoding="utf-8") as fh:
        return [json.loads(line) for line in fh]


def corpus_ppl(docs):
    nll = sum(d["nll_sum"] for d in docs)
    tok = sum(d["n_tokens"] for d in docs)
    return float(np.exp(nll / tok))


def accuracy(items, size):
    right = 0
    for it in items:
        scores = [ll / size(c) for ll, c in zip(it["choice_lls"], it["choices"])]
        right += scores.index(max(scores)) == it["gold"]
    return right / len(items)


SIZES = {
    "acc": lambda c: 1,
    "acc_norm": len,
    "acc_bytes": lambda c: len(c.encode("utf-8")),
}

if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--lm", required=True)
    ap.add_argument("--mc", required=True)
    a = ap.parse_args()
    mc = load(a.mc)
    row = {"corpus_ppl": corpus_ppl(load(a.lm))}
    row.update({k: accuracy(mc, f) for k, f in SIZES.items()})
    print(json.dumps(row, indent=2))
