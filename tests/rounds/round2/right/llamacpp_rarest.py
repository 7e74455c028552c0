"""Show the least expected token of each line under a GGUF model."""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


def token_logprobs(llm, line):
    toks = llm.tokenize(line.encode())
    llm.reset()
    llm.eval(toks)
    table = log_softmax(np.array(llm.scores[: len(toks)], dtype=np.float64), axis=-1)
    return toks[1:], [table[i, t] for i, t in enumerate(toks[1:])]


def main():
    llm = Llama(model_path=sys.argv[1], logits_all=True, verbose=False)
    for line in sys.stdin:
        toks, lps = token_logprobs(llm, line.strip())
        if toks:
            k = min(range(len(lps)), key=lambda i: lps[i])
            print(llm.detokenize([toks[k]]), np.exp(lps[k]))


main()
