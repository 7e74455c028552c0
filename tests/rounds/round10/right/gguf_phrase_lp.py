"""log P(w_2..w_n | w_1) of a phrase with llama-cpp."""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


def phrase_lp(engine, phrase):
    toks = engine.tokenize(phrase.encode(), add_bos=True)
    engine.reset()
    engine.eval(toks)
    z = np.asarray(engine.scores[: len(toks)], dtype=np.float64)
    table = log_softmax(z, axis=-1)
    acc = 0.0
    for step in range(1, len(toks)):
        acc += table[step - 1][toks[step]]
    return float(acc)


if __name__ == "__main__":
    engine = Llama(model_path=sys.argv[1], logits_all=True, n_ctx=1024, verbose=False)
    for phrase in sys.argv[2:]:
        print(f"{phrase_lp(engine, phrase):9.3f} {phrase}")
