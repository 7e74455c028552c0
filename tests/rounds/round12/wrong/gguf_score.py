"""Score text with a GGUF model through llama-cpp-python (logits_all).

# bug: every logit is turned into a log-prob by an element-wise log-sigmoid instead of log-softmax over the vocabulary.
"""
import sys

import numpy as np
from llama_cpp import Llama


def to_logprob(z):
    return -np.logaddexp(0.0, -z)  # expect: SEQ107


class GGUFScorer:
    def __init__(self, path, n_ctx=2048):
        self.llm = Llama(path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def __call__(self, text):
        toks = self.llm.tokenize(text.encode("utf-8"), add_bos=True)
        self.llm.reset()
        self.llm.eval(toks)
        z = np.asarray(self.llm.scores[: len(toks)], dtype=np.float64)
        table = to_logprob(z)  # expect-near: SEQ107
        return sum(table[i, t] for i, t in enumerate(toks[1:]))


if __name__ == "__main__":
    sc = GGUFScorer(sys.argv[1])
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line:
            print(f"{sc(line):.3f}\t{line}")
