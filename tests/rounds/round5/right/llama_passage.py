"""Passage log-likelihood with llama-cpp-python."""
from functools import lru_cache

import numpy as np
from llama_cpp import Llama


@lru_cache(maxsize=1)
def handle(path):
    return Llama(model_path=path, n_ctx=8192, logits_all=True, verbose=False)


def _lse(m):
    hi = m.max(axis=-1, keepdims=True)
    return hi[:, 0] + np.log(np.exp(m - hi).sum(axis=-1))


def passage_loglik(path, text):
    llm = handle(path)
    seq = llm.tokenize(text.encode(), add_bos=True)
    llm.reset()
    llm.eval(seq)
    z = np.array(llm.scores[: len(seq) - 1], dtype=np.float64)
    nxt = np.array(seq[1:])
    return float((z[np.arange(nxt.size), nxt] - _lse(z)).sum())


def prefer(path, a, b):
    return a if passage_loglik(path, a) >= passage_loglik(path, b) else b
