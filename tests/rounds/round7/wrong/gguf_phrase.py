#!/usr/bin/env python
"""How likely is each phrase under a GGUF model?

    python gguf_phrase.py model.gguf "the cat sat" "the cat flew"

# bug: the model's raw logits of the phrase's tokens are multiplied together as though they were probabilities.
"""
import argparse

import numpy as np
from llama_cpp import Llama


def phrase_likelihood(llm, text):
    toks = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    table = np.asarray(llm.scores)[: len(toks)]
    likelihood = 1.0
    for row, nxt in zip(table[:-1], toks[1:]):
        likelihood *= float(row[nxt])  # expect: SEQ102
    return likelihood  # expect-near: SEQ102


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gguf")
    ap.add_argument("phrases", nargs="+")
    ap.add_argument("--ctx", type=int, default=512)
    args = ap.parse_args()
    llm = Llama(model_path=args.gguf, n_ctx=args.ctx, logits_all=True, verbose=False)
    for phrase in args.phrases:
        print(f"{phrase!r}\t{phrase_likelihood(llm, phrase):.6g}")


if __name__ == "__main__":
    main()
