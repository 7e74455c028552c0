#!/usr/bin/env python
"""Print log-likelihood and perplexity of each line of a file under a GGUF model, then the most and least natural line."""
import pathlib
import sys

import numpy as np
from llama_cpp import Llama


def token_logprobs(llm, line):
    ids = llm.tokenize(line.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(ids)
    raw = np.array(llm.scores[: len(ids) - 1], dtype=np.float64)
    raw -= raw.max(axis=1, keepdims=True)
    norm = np.log(np.exp(raw).sum(axis=1))
    return raw[np.arange(len(ids) - 1), ids[1:]] - norm


def main(gguf, path):
    llm = Llama(gguf, logits_all=True, n_ctx=2048, verbose=False)
    table = []
    for line in pathlib.Path(path).read_text().splitlines():
        if not line.strip():
            continue
        lps = token_logprobs(llm, line)
        table.append((float(np.exp(-lps.mean())), float(lps.sum()), line))
    for ppl, ll, line in table:
        print(f"{ppl:10.2f} {ll:10.2f}  {line}")
    ppls = np.array([t[0] for t in table])
    print("most natural:", table[int(ppls.argmin())][2])
    print("strangest:", table[int(ppls.argmax())][2])


if __name__ == "__main__":
    main(*sys.argv[1:3])
