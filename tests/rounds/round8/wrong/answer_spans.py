"""Summed answer log-probs from dumps made by the training job (log-probs and labels per example).

# bug: labels of -100 go straight into the fancy index and read a real column near the end of the vocabulary
"""
import pathlib
import pickle

import numpy as np


def answer_score(logp, labels):
    """logp (T, V) natural log-probabilities; labels (T,), -100 on the question part."""
    y = labels[1:]
    rows = np.arange(y.shape[0])
    got = logp[:-1][rows, y]  # expect: SEQ210
    return float(got.sum())  # expect-near: SEQ210


def walk(folder):
    for f in sorted(pathlib.Path(folder).glob("ex_*.pkl")):
        with f.open("rb") as fh:
            d = pickle.load(fh)
        yield f.stem, answer_score(np.asarray(d["logp"], np.float64), np.asarray(d["labels"], np.int64))


if __name__ == "__main__":
    res = dict(walk("dumps"))
    for k in sorted(res, key=res.get)[:10]:
        print(k, round(res[k], 3))
