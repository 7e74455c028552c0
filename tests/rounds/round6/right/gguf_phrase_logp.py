"""Log-probability of short phrases under a GGUF model."""
import argparse

import numpy as np
from llama_cpp import Llama


def row_logprob(row, token):
    row = np.asarray(row, dtype=np.float64)
    shifted = row - row.max()
    return float(shifted[token] - np.log(np.exp(shifted).sum()))


def phrase_logprob(llm, phrase):
    toks = llm.tokenize(phrase.encode(), add_bos=True)
    llm.reset()
    llm.eval(toks)
    return sum(row_logprob(llm.scores[i], toks[i + 1]) for i in range(len(toks) - 1))


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("gguf")
    cli.add_argument("phrase", nargs="+")
    opts = cli.parse_args()
    model = Llama(model_path=opts.gguf, logits_all=True, verbose=False)
    for ph in opts.phrase:
        print(f"{phrase_logprob(model, ph):10.4f}  {ph}")
