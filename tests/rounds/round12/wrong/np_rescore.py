"""Re-score dumped model outputs offline.

Each .npz holds `logits` (T, V) in float32 and `labels` (T,): labels[t] is the id that
logits[t] should predict, or -100 where nothing is to be scored (prompt, padding).

# bug: labels of -100 are used as an index, so the entry V-100 is read and added.
"""
import pathlib

import numpy as np
from scipy.special import log_softmax


def load(p):
    with np.load(p) as f:
        return f["logits"], f["labels"].astype(int)


def seq_loglik(logits, labels):
    table = log_softmax(logits, axis=-1)
    per_tok = table[np.arange(labels.size), labels]  # expect: SEQ210
    return per_tok.sum()  # expect-near: SEQ210


def run(folder):
    out = {}
    for p in sorted(pathlib.Path(folder).glob("*.npz")):
        logits, labels = load(p)
        out[p.stem] = float(seq_loglik(logits, labels))
    return out


if __name__ == "__main__":
    import sys

    for k, v in run(sys.argv[1]).items():
        print(k, f"{v:.4f}", sep="\t")
