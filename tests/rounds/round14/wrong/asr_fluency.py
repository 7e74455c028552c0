"""Fluency check of ASR transcripts with a 5-gram KenLM model.

# bug: KenLM scores are base-10 logarithms but are exponentiated with e
"""
import argparse
import pathlib

import kenlm
import numpy as np


def perplexities(model, lines):
    n_words = np.array([len(l.split()) + 1 for l in lines])   # </s> is scored too
    totals = np.array([model.score(l, bos=True, eos=True) for l in lines])
    return np.exp(-totals / n_words)  # expect: SEQ411


def oov_rate(model, line):
    words = line.split()
    return sum(w not in model for w in words) / max(len(words), 1)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--arpa", required=True)
    p.add_argument("--hyp", type=pathlib.Path, required=True)
    p.add_argument("--cut", type=float, default=2000.0)
    args = p.parse_args()
    lm = kenlm.Model(args.arpa)
    hyps = args.hyp.read_text(encoding="utf-8").splitlines()
    for ppl, h in zip(perplexities(lm, hyps), hyps):
        flag = "DROP" if ppl > args.cut else "keep"
        print(f"{flag}\t{ppl:.1f}\t{oov_rate(lm, h):.2f}\t{h}")


if __name__ == "__main__":
    main()
