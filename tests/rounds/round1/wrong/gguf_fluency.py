"""Fluency filter for generated product copy, llama.cpp backend.

# bug: llama.cpp's `scores` buffer holds logits; their mean is not a mean log-probability.
"""
import sys

import numpy as np
from llama_cpp import Llama

THRESHOLD = -4.0


class FluencyFilter:
    def __init__(self, path, n_ctx=2048):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def avg_logprob(self, text):
        toks = self.llm.tokenize(text.encode("utf-8"))
        if len(toks) < 2:
            return None
        self.llm.reset()
        self.llm.eval(toks)
        per_tok = []
        for prev, cur in enumerate(toks[1:]):
            per_tok.append(self.llm.scores[prev][cur])  # expect-near: SEQ101
        return float(np.mean(per_tok))  # expect: SEQ101

    def keep(self, text):
        v = self.avg_logprob(text)
        return v is not None and v > THRESHOLD


if __name__ == "__main__":
    flt = FluencyFilter(sys.argv[1])
    for row in sys.stdin:
        if flt.keep(row.rstrip("\n")):
            sys.stdout.write(row)
