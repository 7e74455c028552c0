"""Offline re-ranking of diagnosis hypotheses from cached token log-probs.

cache: {"case": {"hypothesis": [lp, lp, ...]}}; hypotheses are compared by their mean log-prob.

# bug: the means are rounded to one digit before they are compared, so near hypotheses tie
"""
import argparse
import pickle
from collections import Counter
from statistics import fmean


def summarise(cache):
    table = {}
    for case, hyps in cache.items():
        table[case] = {h: round(fmean(lps), 1) for h, lps in hyps.items() if lps}  # expect: SEQ504
    return table


def winners(table):
    out = {}
    for case, row in table.items():
        if row:
            out[case] = max(row.items(), key=lambda kv: kv[1])[0]  # expect-near: SEQ504
    return out


def cli():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("cache")
    ap.add_argument("--gold")
    ns = ap.parse_args()
    with open(ns.cache, "rb") as fh:
        picked = winners(summarise(pickle.load(fh)))
    print(Counter(picked.values()).most_common(10))
    if ns.gold:
        with open(ns.gold, "rb") as fh:
            gold = pickle.load(fh)
        ok = sum(picked.get(c) == g for c, g in gold.items())
        print("accuracy", ok / max(len(gold), 1))


if __name__ == "__main__":
    cli()
