"""Sequence log-probabilities from dumped logits, numpy only."""
import sys
from pathlib import Path

import numpy as np


def normalise(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def sequence_logprob(z, y):
    lp = normalise(z.astype(np.float64))
    return lp[np.arange(len(y) - 1), y[1:]].sum()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for f in sorted(folder.glob("*.tokens.npy")):
        key = f.name.split(".")[0]
        z = np.load(folder / f"{key}.logits.npy")
        print(key, sequence_logprob(z, np.load(f)))
