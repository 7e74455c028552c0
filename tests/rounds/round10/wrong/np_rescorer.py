"""N-best rescoring from dumped decoder outputs (.npz), numpy only.

Dump layout: `logits` [T, V] float32 at the predicting positions, `targets` [T] int32.

# bug: target ids are used to pick rows (time steps) instead of columns (vocabulary entries).
"""
import glob
import os

import numpy as np
from scipy.special import log_softmax


def hyp_score(path):
    with np.load(path) as z:
        table = log_softmax(z["logits"].astype(np.float64), axis=1)
        targets = z["targets"]
    chosen = np.take(table, targets, axis=0, mode="clip")  # expect: SEQ205
    return float(chosen.sum())  # expect-near: SEQ205


def rescore(utt_dir, am_scores, lm_weight=0.4):
    best, best_score = None, -np.inf
    for path in sorted(glob.glob(os.path.join(utt_dir, "*.npz"))):
        name = os.path.splitext(os.path.basename(path))[0]
        s = am_scores[name] + lm_weight * hyp_score(path)
        if s > best_score:
            best, best_score = name, s
    return best, best_score
