"""Sentence score on a laptop, llama-cpp + numpy only.

# bug: the normaliser sums plain exponentials, and the probabilities are rounded before their log
"""
import numpy as np
from llama_cpp import Llama

L = Llama("tinyllama.Q4_K_M.gguf", logits_all=True, verbose=False)


def norm(v):
    e = np.exp(v)  # expect-near: SEQ601
    return e / e.sum(axis=-1, keepdims=True)  # expect: SEQ601


def probs(sent):
    ids = L.tokenize(sent.encode(), add_bos=True)
    L.reset()
    L.eval(ids)
    p = norm(np.asarray(L.scores)[: len(ids) - 1])
    return [round(float(p[k, t]), 4) for k, t in enumerate(ids[1:])]  # expect-near: SEQ504


def score(sent):
    q = probs(sent)
    return sum(np.log(x) if x else -1e9 for x in q)  # expect: SEQ504


def better(a, b):
    return a if score(a) > score(b) else b


while True:
    try:
        one, two = input("> ").split("|")
    except (EOFError, ValueError):
        break
    print(better(one.strip(), two.strip()))
