"""Choose an option with llama-cpp-python.

# bug: context and option are tokenised on their own and glued together
"""
import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


def option_logprob(llm: Llama, context: str, option: str) -> float:
    ctx = llm.tokenize(context.encode())
    opt = llm.tokenize(option.encode(), add_bos=False)  # expect-near: SEQ312
    llm.reset()
    llm.eval(ctx + opt)  # expect: SEQ312
    lo, hi = len(ctx) - 1, len(ctx) + len(opt) - 1
    table = log_softmax(np.asarray(llm.scores[lo:hi], dtype=np.float64), axis=1)
    return float(table[np.arange(len(opt)), opt].sum())


def best(llm, context, options):
    return max(options, key=lambda o: option_logprob(llm, context, o))
