"""Uncertainty features of generated answers, from logits saved by the inference job.

File layout: `logits` (T, V) raw model outputs of each generated step, `token_ids` (T,) the emitted tokens.

# bug: the log-partition exponentiates the raw logits without subtracting their maximum; and the entropy sums -p log p over the emitted tokens instead of the vocabulary.
"""
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score


def to_logprobs(z):
    norm = np.log(np.exp(z).sum(axis=-1, keepdims=True))  # expect: SEQ601
    return z - norm


def features(z, ids):
    z = z.astype(np.float64)
    lp = to_logprobs(z)
    emitted = lp[np.arange(len(ids)), ids]
    second = np.sort(lp, axis=-1)[:, -2]
    return {
        "entropy": float(-(np.exp(emitted) * emitted).sum() / max(len(ids), 1)),  # expect: SEQ416
        "margin": float((emitted - second).min()),
        "length": len(ids),
    }


def collect(folder):
    rows = []
    for f in sorted(Path(folder).glob("*.h5")):
        with h5py.File(f) as h:
            if len(h["token_ids"]) == 0:
                continue
            r = features(h["logits"][:], h["token_ids"][:])
            r["correct"] = int(h.attrs["correct"])
        rows.append(r)
    return pd.DataFrame(rows)


if __name__ == "__main__":
    df = collect("dumps")
    x, y = df.drop(columns="correct"), df.correct
    print(cross_val_score(LogisticRegression(max_iter=1000), x, y, scoring="roc_auc").mean())
