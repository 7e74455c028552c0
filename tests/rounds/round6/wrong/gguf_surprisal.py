"""Token surprisal (bits) of a text under a local GGUF model, as a TSV for the reading-time people.

# bug: the row at a token's own position is read, which predicts the token after it
"""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import logsumexp

LN2 = np.log(2.0)


def surprisals(llm: Llama, text: str):
    toks = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    z = np.asarray(llm.scores[: len(toks)], dtype=np.float64)
    table = z - logsumexp(z, axis=1, keepdims=True)
    rows = []
    for pos, t in enumerate(toks):
        bits = -table[pos, t] / LN2  # expect: SEQ201
        rows.append((llm.detokenize([t]).decode("utf-8", "replace"), bits))
    return rows


def main(path, text_file):
    llm = Llama(model_path=path, n_ctx=4096, logits_all=True, verbose=False)
    with open(text_file, encoding="utf-8") as f:
        for line in f:
            if not line.strip():
                continue
            for piece, b in surprisals(llm, line.strip()):
                sys.stdout.write(f"{piece!r}\t{b:.3f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
