"""llama-cpp + numpy sentence score, stable log-softmax, no rounding before the comparison."""
import numpy as np


def log_norm(v):
    v = v - v.max(axis=-1, keepdims=True)
    return v - np.log(np.exp(v).sum(axis=-1, keepdims=True))


def score(llm, sent):
    ids = llm.tokenize(sent.encode(), add_bos=True)
    llm.reset()
    llm.eval(ids)
    lp = log_norm(np.asarray(llm.scores, dtype=np.float64)[: len(ids) - 1])
    return lp[np.arange(len(ids) - 1), ids[1:]].sum()


def better(llm, a, b):
    sa, sb = score(llm, a), score(llm, b)
    print(f"{sa:.2f} vs {sb:.2f}")
    return a if sa > sb else b
