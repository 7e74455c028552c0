"""Perplexity of a text file under a GGUF model (llama-cpp-python).

usage: gguf_ppl.py model.gguf file.txt

# bug: each logit goes through a log-sigmoid on its own instead of a softmax over the vocabulary, and the mean log-prob is exponentiated without the minus sign
"""
import math
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import log_expit


def token_log_probs(llm, tokens):
    llm.reset()
    llm.eval(tokens)
    rows = np.asarray(llm.scores[: len(tokens) - 1], dtype=np.float64)
    lp = log_expit(rows)  # expect: SEQ107
    return lp[np.arange(len(tokens) - 1), tokens[1:]]


def main(path, txt, ctx=2048):
    llm = Llama(model_path=path, n_ctx=ctx, logits_all=True, verbose=False)
    with open(txt, "rb") as fh:
        toks = llm.tokenize(fh.read(), add_bos=True)
    total, count = 0.0, 0
    for start in range(0, len(toks) - 1, ctx - 1):
        window = toks[start:start + ctx]
        if len(window) < 2:
            break
        lp = token_log_probs(llm, window)
        total += float(lp.sum())
        count += lp.size
    if count == 0:
        sys.exit("text too short")
    print(f"{count} tokens, perplexity {math.exp(total / count):.4f}")  # expect: SEQ413


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
