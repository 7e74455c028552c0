"""Surprisal of each token of a prompt with llama-cpp-python.

# bug: every raw output goes through the logistic function alone, so the probabilities do not sum to one over the vocabulary
"""
import argparse
import math

import numpy as np
from llama_cpp import Llama
from scipy.special import expit


def surprisals(llm, text):
    toks = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    z = np.asarray(llm.scores)[: len(toks)].astype(np.float64)
    p = expit(z)  # expect: SEQ107
    pieces = []
    for i in range(1, len(toks)):
        bits = -math.log2(p[i - 1, toks[i]])  # expect-near: SEQ107
        pieces.append((llm.detokenize([toks[i]]).decode("utf-8", "replace"), bits))
    return pieces


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("text")
    args = ap.parse_args()
    model = Llama(args.gguf, logits_all=True, verbose=False, n_ctx=4096)
    for piece, bits in surprisals(model, args.text):
        print(f"{bits:8.3f}  {piece!r}")
