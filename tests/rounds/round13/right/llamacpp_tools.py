"""Likelihoods and next-piece tables from a GGUF file."""
import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax, softmax


class Gguf:
    def __init__(self, path, ctx=4096):
        self._llm = Llama(path, n_ctx=ctx, logits_all=True, verbose=False)

    def _forward(self, text):
        ids = self._llm.tokenize(text.encode())
        self._llm.reset()
        self._llm.eval(ids)
        return ids, np.array(self._llm.scores[: len(ids)], dtype=np.float64)

    def log_probability(self, text):
        ids, z = self._forward(text)
        lp = log_softmax(z, axis=-1)
        acc = 0.0
        for i, nxt in enumerate(ids[1:]):
            acc += lp[i, nxt]
        return acc

    def continuations(self, text, n=10):
        _, z = self._forward(text)
        p = softmax(z[-1])
        for i in p.argsort()[::-1][:n]:
            yield self._llm.detokenize([int(i)]), float(p[i])


if __name__ == "__main__":
    import sys

    g = Gguf(sys.argv[1])
    print(g.log_probability("The quick brown fox jumps over the lazy dog."))
    for piece, p in g.continuations("The capital of Portugal is"):
        print(f"{p:.4f}", piece)
