"""Fluency of short sentences under a GGUF model.

# bug: llm.scores holds logits, so the average is not an average log-probability
"""
import sys

import numpy as np
from llama_cpp import Llama


class Fluency:
    """Average token log-probability of a sentence."""

    def __init__(self, path: str):
        self.llm = Llama(model_path=path, logits_all=True, n_ctx=512, verbose=False)

    def __call__(self, sentence: str) -> float:
        toks = self.llm.tokenize(sentence.encode("utf-8"))
        if len(toks) < 2:
            raise ValueError("nothing to score")
        self.llm.reset()
        self.llm.eval(toks)
        table = np.asarray(self.llm.scores)[: len(toks) - 1].astype(np.float64)
        return float(np.mean(table[np.arange(len(toks) - 1), toks[1:]]))  # expect: SEQ101


if __name__ == "__main__":
    meter = Fluency(sys.argv[1])
    for line in sys.stdin:
        if len(line.split()) > 1:
            print(round(meter(line.strip()), 4), line.strip(), sep="\t")
