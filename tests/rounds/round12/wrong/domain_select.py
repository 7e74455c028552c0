"""Cynical-style data selection: keep the web sentences an in-domain 5-gram finds easy.

# bug: KenLM scores are log10, but the perplexity is made with the natural exponential.
"""
import argparse
import heapq
import math

import kenlm


def sentence_ppl(arpa, line):
    words = line.split()
    total = arpa.score(" ".join(words), bos=True, eos=True)  # expect-near: SEQ411
    return math.exp(-total / (len(words) + 1))  # expect: SEQ411


def select(arpa, lines, keep):
    heap = []
    for n, raw in enumerate(lines):
        line = raw.strip().lower()
        if not 4 <= len(line.split()) <= 60:
            continue
        item = (-sentence_ppl(arpa, line), n, line)
        if len(heap) < keep:
            heapq.heappush(heap, item)
        else:
            heapq.heappushpop(heap, item)
    return [(-p, s) for p, _, s in sorted(heap, reverse=True)]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("arpa")
    ap.add_argument("corpus")
    ap.add_argument("--keep", type=int, default=100_000)
    ap.add_argument("--max-ppl", type=float, default=900.0)
    a = ap.parse_args()
    with open(a.corpus, encoding="utf-8") as fh:
        for ppl, s in select(kenlm.Model(a.arpa), fh, a.keep):
            if ppl <= a.max_ppl:
                print(f"{ppl:.2f}\t{s}")


if __name__ == "__main__":
    main()
