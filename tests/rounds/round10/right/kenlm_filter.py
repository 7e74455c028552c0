"""CCNet-style perplexity filter with a 5-gram model (scores are base 10)."""
import gzip
import sys

import kenlm
import sentencepiece as spm

lm = kenlm.Model("en.arpa.bin")
sp = spm.SentencePieceProcessor(model_file="en.sp.model")


def ppl(document):
    score, length = 0.0, 0
    for line in document.splitlines():
        pieces = sp.encode(line, out_type=str)
        if pieces:
            score += lm.score(" ".join(pieces))
            length += len(pieces) + 1
    return 10.0 ** (-score / length) if length else float("inf")


for doc in gzip.open(sys.argv[1], "rt").read().split("\0"):
    if ppl(doc) < 340:
        print(doc, end="\0")
