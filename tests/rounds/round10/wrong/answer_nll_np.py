"""Offline scoring of dumped logits; labels follow the Hugging Face layout (-100 = not scored).

# bug: labels of -100 are used as indices and read the entry V-100 of those rows, their values stay in the sum.
"""
import glob
import os
import sys

import numpy as np
from scipy.special import logsumexp


def answer_nll(logits, labels):
    """logits (T, V) and labels (T,) of one example -> (nll, number of scored tokens)."""
    z = logits[:-1].astype(np.float64)
    y = labels[1:]
    logp = z - logsumexp(z, axis=1, keepdims=True)
    picked = logp[np.arange(y.shape[0]), y]  # expect: SEQ210
    n = int(np.count_nonzero(y >= 0))
    return -picked.sum(), n  # expect-near: SEQ210


def main(folder):
    tot, cnt = 0.0, 0
    for f in sorted(glob.glob(os.path.join(folder, "*.npz"))):
        with np.load(f) as d:
            a, b = answer_nll(d["logits"], d["labels"])
        tot += a
        cnt += b
    if cnt:
        print("answer nll / token:", tot / cnt)


if __name__ == "__main__":
    main(sys.argv[1])
