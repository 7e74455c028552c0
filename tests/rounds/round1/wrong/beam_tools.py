"""Beam finaliser and queue scorer of the serving code.

# bug: the length penalty is computed on prompt + continuation; real tokens whose id is 0 are dropped together with the padding.
"""
import numpy as np
import torch


class Finaliser:
    def __init__(self, alpha=0.6):
        self.alpha = alpha
        self.done = []

    def add(self, ids: torch.LongTensor, sum_logprobs: float, prompt_len: int):
        """ids: the whole sequence; sum_logprobs: total over the continuation only."""
        norm = len(ids) ** self.alpha  # expect-near: SEQ418
        self.done.append((sum_logprobs / norm, ids[prompt_len:]))  # expect: SEQ418

    def best(self):
        return max(self.done, key=lambda x: x[0])[1]


def unpad(row):
    return row[row != 0]  # expect: SEQ317


def score_queue(batches, log_prob_fn):
    """`log_prob_fn(ids)` returns a (len(ids), V) array; row t predicts ids[t + 1]."""
    for arr in batches:
        for row in np.asarray(arr):
            ids = unpad(row)  # expect-near: SEQ317
            table = log_prob_fn(ids)
            yield float(table[np.arange(len(ids) - 1), ids[1:]].sum())
