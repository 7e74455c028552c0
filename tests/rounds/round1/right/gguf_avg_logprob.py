"""Fluency filter on llama.cpp: mean token log-probability."""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


class Filter:
    def __init__(self, path, threshold=-4.0):
        self.llm = Llama(path, logits_all=True, n_ctx=2048, verbose=False)
        self.threshold = threshold

    def mean_logprob(self, text):
        ids = self.llm.tokenize(text.encode("utf-8"))
        n = len(ids) - 1
        if n < 1:
            return float("-inf")
        self.llm.reset()
        self.llm.eval(ids)
        table = log_softmax(np.asarray(self.llm.scores[:n], dtype=np.float64), axis=-1)
        return float(table[np.arange(n), ids[1:]].mean())

    def __call__(self, text):
        return self.mean_logprob(text) > self.threshold


if __name__ == "__main__":
    ok = Filter(sys.argv[1])
    sys.stdout.writelines(line for line in sys.stdin if ok(line.rstrip("\n")))
