"""Line scores from a local GGUF file."""
import argparse

import numpy as np
from llama_cpp import Llama


def norm(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def line_logp(llm, s):
    ids = llm.tokenize(s.encode(), add_bos=True)
    llm.reset()
    llm.eval(ids)
    lp = norm(np.array(llm.scores[: len(ids) - 1], dtype=np.float64))
    return float(lp[np.arange(len(ids) - 1), ids[1:]].sum())


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("file")
    a = ap.parse_args()
    llm = Llama(a.gguf, logits_all=True, n_ctx=4096, verbose=False)
    for row in open(a.file, encoding="utf-8"):
        print(line_logp(llm, row.strip()))
