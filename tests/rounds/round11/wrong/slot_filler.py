"""Rank slot fillers with llama-cpp's logits buffer.

# bug: the logits of the filler's tokens are multiplied with each other as if they were probabilities
"""
import numpy as np
from llama_cpp import Llama


def load(path):
    return Llama(model_path=path, logits_all=True, n_ctx=1024, verbose=False)


def filler_weight(llm, template_tokens, filler_tokens):
    llm.reset()
    llm.eval(template_tokens + filler_tokens)
    start = len(template_tokens)
    w = 1.0
    for k, t in enumerate(filler_tokens):
        row = np.asarray(llm.scores[start + k - 1], dtype=np.float64)
        w *= row[t]  # expect: SEQ102
    return w


def best(llm, template, fillers):
    left = llm.tokenize(template.encode())
    table = {}
    for name, ids in fillers.items():
        table[name] = filler_weight(llm, left, ids)
    return sorted(table, key=table.get, reverse=True)
