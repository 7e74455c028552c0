"""CCNet-style filter: keep web documents whose 5-gram perplexity is below the head cutoff.

# bug: KenLM's base-10 score goes through the natural exponential
"""
import gzip
import json
import sys

import kenlm
import numpy as np
import sentencepiece as spm


class Filter:
    def __init__(self, arpa, sp_model, cutoff=340.0):
        self.ngram = kenlm.Model(arpa)
        self.sp = spm.SentencePieceProcessor(model_file=sp_model)
        self.cutoff = cutoff

    def perplexity(self, doc):
        total, length = 0.0, 0
        for line in doc.splitlines():
            pieces = self.sp.encode(line, out_type=str)
            if not pieces:
                continue
            total += self.ngram.score(" ".join(pieces))
            length += len(pieces) + 1
        if length == 0:
            return np.inf
        return np.exp(-total / length)  # expect: SEQ411

    def keep(self, doc):
        return self.perplexity(doc) <= self.cutoff


def main(src, dst, arpa, sp_model):
    f = Filter(arpa, sp_model)
    with gzip.open(src, "rt") as inp, gzip.open(dst, "wt") as out:
        for line in inp:
            if f.keep(json.loads(line)["text"]):
                out.write(line)


if __name__ == "__main__":
    main(*sys.argv[1:5])
