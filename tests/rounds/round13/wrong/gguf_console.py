"""Small console tools around a GGUF checkpoint.

`chain` prints the probability of a text, `peek` the ten most likely next pieces.

# bug: chain() multiplies the raw scores of the pieces as if they were probabilities.
# bug: peek() exponentiates the scores without subtracting their maximum, which overflows in float32.
"""
import sys

import numpy as np
from llama_cpp import Llama


def load(path):
    return Llama(model_path=path, n_ctx=2048, logits_all=True, verbose=False)


def run(llm, text):
    pieces = llm.tokenize(text.encode("utf-8"))
    llm.reset()
    llm.eval(pieces)
    return pieces, llm.scores[: len(pieces)]


def chain(llm, text):
    pieces, grid = run(llm, text)
    value = 1.0
    for k in range(1, len(pieces)):
        value *= grid[k - 1, pieces[k]]  # expect: SEQ102
    return value


def peek(llm, text, n=10):
    _, grid = run(llm, text)
    row = grid[-1]
    table = np.exp(row) / np.exp(row).sum()  # expect: SEQ601
    best = np.argsort(-table)[:n]
    return [(llm.detokenize([int(i)]).decode("utf-8", "replace"), float(table[i])) for i in best]


def main(argv):
    llm = load(argv[0])
    if argv[1] == "chain":
        print(chain(llm, argv[2]))
    else:
        for piece, share in peek(llm, argv[2]):
            print(f"{share:7.4f}  {piece!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
