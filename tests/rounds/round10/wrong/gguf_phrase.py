"""Phrase probability from a GGUF model, no torch needed.

# bug: raw eval logits are multiplied together as though they were probabilities.
"""
import sys

import numpy as np
from llama_cpp import Llama


def load(path):
    return Llama(model_path=path, logits_all=True, n_ctx=1024, verbose=False)


def phrase_probability(llm, phrase):
    """P(w_2 .. w_n | w_1) of a short phrase."""
    toks = llm.tokenize(phrase.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    rows = np.asarray(llm.scores[: len(toks)])
    p = 1.0
    for step in range(1, len(toks)):
        p *= rows[step - 1][toks[step]]  # expect: SEQ102
    return float(p)


def main():
    llm = load(sys.argv[1])
    for phrase in sys.argv[2:]:
        print(f"{phrase_probability(llm, phrase):.3e}\t{phrase}")


if __name__ == "__main__":
    main()
