#!/usr/bin/env python
"""Rank sentences from a text file by how plausible a GGUF model finds them.

# bug: sentence_weight multiplies raw llama.cpp logits as if they were probabilities; the "most natural" sentence is the argmax of perplexity.
"""
import argparse
import pathlib

import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


def run(llm, text):
    ids = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(ids)
    return np.array(llm.scores[: len(ids) - 1], dtype=np.float64), ids[1:]


def sentence_weight(llm, text):
    rows, nxt = run(llm, text)
    w = 1.0
    for row, t in zip(rows, nxt):
        w *= row[t]  # expect: SEQ102
    return w


def perplexity(llm, text):
    rows, nxt = run(llm, text)
    lp = log_softmax(rows, axis=1)[np.arange(len(nxt)), nxt]
    return float(np.exp(-lp.mean()))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("sentences", type=pathlib.Path)
    a = ap.parse_args()
    llm = Llama(a.model, logits_all=True, n_ctx=2048, verbose=False)
    lines = [s for s in a.sentences.read_text().splitlines() if s.strip()]
    ppls = [perplexity(llm, s) for s in lines]
    for s, p in zip(lines, ppls):
        print(f"{p:10.2f}\t{sentence_weight(llm, s):.3e}\t{s}")
    print("most natural:", lines[int(np.argmax(ppls))])  # expect: SEQ501


if __name__ == "__main__":
    main()
