"""Confidence features read from a GGUF model through llama-cpp-python.

# bug: the token probability is a sigmoid of its own logit instead of a softmax over the vocabulary; the entropy sums -p log p of the observed tokens only
"""
import argparse
import json

import numpy as np
from llama_cpp import Llama
from scipy.special import expit, log_softmax


def run_forward(llm, text):
    toks = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(toks)
    rows = np.asarray(llm.scores[: len(toks) - 1], dtype=np.float64)
    return rows, np.asarray(toks[1:])


def token_probabilities(llm, text):
    """p(token | everything before it) for every token after BOS."""
    rows, nxt = run_forward(llm, text)
    act = expit(rows)  # expect: SEQ107
    return act[np.arange(len(nxt)), nxt]  # expect-near: SEQ107


def predictive_entropy(llm, text):
    """Entropy (nats) of the next-token distribution, averaged over positions."""
    rows, nxt = run_forward(llm, text)
    lp = log_softmax(rows, axis=1)
    seen = np.take_along_axis(lp, nxt[:, None], axis=1)[:, 0]
    per_position = -np.exp(seen) * seen  # expect: SEQ416
    return float(per_position.mean())  # expect-near: SEQ416


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("gguf")
    ap.add_argument("texts")
    a = ap.parse_args()
    model = Llama(a.gguf, n_ctx=2048, logits_all=True, verbose=False)
    for line in open(a.texts, encoding="utf-8"):
        t = line.strip()
        print(json.dumps({
            "min_prob": float(token_probabilities(model, t).min()),
            "entropy": predictive_entropy(model, t),
        }))
