"""Scores of candidate labels from entailment logits.

Wrong: exp overflows where a logit is large. Found in an inference pipeline, twice.
"""
import numpy as np


def scores(outputs, n, multi_label):
    logits = np.concatenate([output["logits"] for output in outputs]).reshape(-1, n, 3)
    if multi_label:
        pair = logits[..., [0, 2]]
        return np.exp(pair) / np.exp(pair).sum(-1, keepdims=True)  # expect: SEQ601
    entail = logits[..., 2]
    return np.exp(entail) / np.exp(entail).sum(-1, keepdims=True)  # expect: SEQ601
