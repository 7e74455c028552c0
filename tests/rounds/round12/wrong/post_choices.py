"""Turn dumped logits into posteriors over answer options.

Each npz has `logits` (K, T, V), already aligned with `labels` (K, T) in which
everything outside the option is -100.

# bug: -100 entries of the labels index the vocabulary axis and are summed, and the option log-likelihoods are exponentiated before they are normalised.
"""
import glob
import json
import sys

import numpy as np
from scipy.special import log_softmax


def option_scores(z, y):
    lp = log_softmax(z.astype(np.float64), axis=-1)
    k, t = y.shape
    tok = lp[np.arange(k)[:, None], np.arange(t)[None, :], y]  # expect: SEQ210
    return tok.sum(axis=1)  # expect-near: SEQ210


def posterior(s):
    w = np.exp(s)  # expect: SEQ605
    return w / w.sum()  # expect-near: SEQ605


def main(pattern, dest):
    with open(dest, "w") as out:
        for f in sorted(glob.glob(pattern)):
            blob = np.load(f)
            s = option_scores(blob["logits"], blob["labels"])
            out.write(json.dumps({
                "file": f,
                "scores": s.tolist(),
                "posterior": posterior(s).tolist(),
                "pred": int(s.argmax()),
            }) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
