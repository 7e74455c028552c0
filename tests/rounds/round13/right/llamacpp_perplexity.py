"""Perplexity with llama-cpp-python; every token but the first is scored exactly once."""
import argparse
from pathlib import Path

import numpy as np
import scipy.special as sp
from llama_cpp import Llama


class Scorer:
    def __init__(self, gguf, n_ctx):
        self.n_ctx = n_ctx
        self.llm = Llama(model_path=str(gguf), n_ctx=n_ctx, logits_all=True, verbose=False)

    def window(self, toks):
        self.llm.reset()
        self.llm.eval(toks)
        z = np.array(self.llm.scores[: len(toks) - 1], dtype=np.float64)
        return sp.log_softmax(z, axis=1)[range(len(z)), toks[1:]]

    def text(self, raw):
        toks = self.llm.tokenize(raw, add_bos=True)
        step = self.n_ctx - 1
        parts = [self.window(toks[i:i + self.n_ctx]) for i in range(0, len(toks) - 1, step)]
        return np.concatenate(parts) if parts else np.empty(0)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf", type=Path)
    ap.add_argument("file", type=Path)
    ap.add_argument("-c", "--ctx", type=int, default=2048)
    ns = ap.parse_args()
    lp = Scorer(ns.gguf, ns.ctx).text(ns.file.read_bytes())
    if lp.size:
        print("ppl", np.exp(-lp.mean()), "tokens", lp.size)
