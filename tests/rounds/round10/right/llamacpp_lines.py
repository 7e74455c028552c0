"""Rank the lines of a system log by average surprisal under a GGUF model."""
import argparse
import heapq

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


def avg_surprisal(llm, text):
    toks = llm.tokenize(text.encode(), add_bos=True)
    if len(toks) < 2:
        return 0.0
    llm.reset()
    llm.eval(toks)
    table = log_softmax(np.array(llm.scores[: len(toks) - 1], dtype=np.float64), axis=1)
    hit = table[range(len(toks) - 1), toks[1:]]
    return -hit.mean()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("log")
    ap.add_argument("-k", type=int, default=15)
    a = ap.parse_args()
    llm = Llama(model_path=a.gguf, n_ctx=4096, logits_all=True, verbose=False)
    with open(a.log, errors="replace") as fh:
        scored = ((avg_surprisal(llm, l.rstrip()), i, l.rstrip()) for i, l in enumerate(fh, 1) if l.strip())
        for s, i, l in heapq.nlargest(a.k, scored):
            print(f"{s:.2f}\t{i}\t{l}")


if __name__ == "__main__":
    main()
