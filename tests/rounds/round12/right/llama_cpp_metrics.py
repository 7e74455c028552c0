"""Metrics for a quantised model: next-token probability and perplexity of a text."""
import numpy as np
from llama_cpp import Llama


def _logsumexp(a):
    top = a.max(axis=-1, keepdims=True)
    return np.log(np.exp(a - top).sum(axis=-1, keepdims=True)) + top


class Quantised:
    def __init__(self, file, ctx=2048):
        self.ll = Llama(model_path=file, n_ctx=ctx, logits_all=True, verbose=False)

    def rows(self, s):
        toks = self.ll.tokenize(s.encode())
        self.ll.reset()
        self.ll.eval(toks)
        z = np.array(self.ll.scores[:len(toks)], dtype=np.float64)
        return np.asarray(toks), z - _logsumexp(z)

    def p_next(self, s, tok):
        _, lp = self.rows(s)
        return float(np.exp(lp[-1, tok]))

    def ppl(self, s):
        toks, lp = self.rows(s)
        hit = lp[np.arange(toks.size - 1), toks[1:]]
        return float(np.exp(-hit.mean()))
