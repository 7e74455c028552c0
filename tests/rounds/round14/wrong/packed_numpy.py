"""Offline scoring of dumped logits (one .npz a shard).

# bug: the kept positions are those whose label IS the ignore value, so prompts and padding are summed and the answers dropped
"""
import glob
import sys

import numpy as np
from scipy.special import log_softmax

IGNORE_ID = -100


def answer_loglik(logits, labels):
    """Summed log-prob of the answer tokens of each row; logits (B, T, V), labels (B, T)."""
    lp = log_softmax(logits[:, :-1].astype(np.float64), axis=-1)
    y = labels[:, 1:]
    sel = y == IGNORE_ID  # expect: SEQ307
    safe = np.where(y == IGNORE_ID, 0, y)
    tok = np.take_along_axis(lp, safe[..., None], axis=-1)[..., 0]
    return np.where(sel, tok, 0.0).sum(axis=1)  # expect-near: SEQ307


def main(pattern):
    for name in sorted(glob.glob(pattern)):
        with np.load(name) as z:
            s = answer_loglik(z["logits"], z["labels"])
        np.save(name.replace(".npz", ".loglik.npy"), s)


if __name__ == "__main__":
    main(sys.argv[1])
