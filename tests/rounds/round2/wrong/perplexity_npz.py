"""Perplexity of the reference texts from stored distributions (numpy only).

# bug: the perplexity uses the most likely token's log-probability instead of the reference token's
"""
import glob

import numpy as np
from scipy.special import log_softmax


def perplexity(logits, ref):
    lp = log_softmax(logits.astype(np.float64), axis=-1)
    n = len(ref)
    assert n == len(lp)
    top = np.amax(lp, axis=-1)  # expect: SEQ204
    return np.exp(-top.sum() / n)  # expect-near: SEQ204


for f in sorted(glob.glob("dump/*.npz")):
    with np.load(f) as z:
        if len(z["ref"]):
            print(f, perplexity(z["logits"], z["ref"]))
