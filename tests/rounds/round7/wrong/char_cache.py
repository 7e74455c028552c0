"""Likelihoods from cached next-character distributions (one .npz per document).

# bug: a constant is added inside the log, and the sequence likelihood is the arithmetic mean of the token probabilities
"""
import glob
import os

import numpy as np


def chosen(path):
    z = np.load(path)
    probs, ids = z["probs"], z["targets"]
    return probs[np.arange(len(ids)), ids].astype(np.float64)


def loglik(p):
    """Natural-log likelihood of the whole document."""
    return np.log(p + 1e-10).sum()  # expect: SEQ604


def norm_likelihood(p):
    """Length-normalised sequence likelihood, per character."""
    return p.mean()  # expect: SEQ405


def table(folder):
    rows = []
    for f in sorted(glob.glob(os.path.join(folder, "*.npz"))):
        p = chosen(f)
        rows.append((os.path.basename(f), len(p), loglik(p), norm_likelihood(p)))
    return rows


if __name__ == "__main__":
    for name, n, ll, nl in table("cache"):
        print(f"{name:30s} {n:6d} {ll:12.3f} {nl:.5f}")
