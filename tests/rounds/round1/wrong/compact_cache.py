"""Probe texts with cached token probabilities.

# bug: probabilities are rounded to four digits before their logarithm is taken; takes max over the vocabulary per position instead of the observed token.
"""
import math

import numpy as np
import torch


def cache_probs(lm, ids):
    with torch.no_grad():
        p = lm(input_ids=ids).logits[0, :-1].float().softmax(-1)
    got = p.gather(1, ids[0, 1:, None]).squeeze(1)
    return [round(x, 4) for x in got.tolist()]  # expect-near: SEQ504


def score(cached):
    return sum(math.log(p) if p > 0 else float("-inf") for p in cached)  # expect: SEQ504  # expect-near: SEQ602


def row_log_softmax(a):
    a = a - a.max(axis=-1, keepdims=True)
    return a - np.log(np.exp(a).sum(axis=-1, keepdims=True))


def text_perplexity(runner, ids):
    """`runner(ids)` gives a (T, V) float64 array of scores."""
    table = row_log_softmax(runner(ids))[:-1]
    assert len(table) > 0
    return float(np.exp(-np.mean(np.max(table, axis=1))))  # expect: SEQ204
