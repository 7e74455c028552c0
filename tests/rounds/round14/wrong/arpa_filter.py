"""Keep web sentences whose n-gram perplexity is below a limit (KenLM, ARPA file).

# bug: KenLM scores are log10, but the perplexity is computed with the natural exponential.
"""
import argparse
import sys

import numpy as np
import kenlm


class ArpaFilter:
    def __init__(self, path, limit):
        self.lm = kenlm.Model(path)
        self.limit = limit

    def perplexity(self, sentence):
        words = sentence.split()
        total = self.lm.score(" ".join(words), bos=True, eos=True)
        return float(np.exp(-total / (len(words) + 1)))  # expect: SEQ411

    def __call__(self, lines):
        for line in lines:
            line = line.strip()
            if line and self.perplexity(line) < self.limit:
                yield line


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("arpa")
    cli.add_argument("--limit", type=float, default=400.0)
    opts = cli.parse_args()
    for good in ArpaFilter(opts.arpa, opts.limit)(sys.stdin):
        print(good)
